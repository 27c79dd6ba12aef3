<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Upload…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose files to attach to the ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attach the files or the picture on the clipboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Download</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save into the download folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save where you choose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save all attachments of the ticket as one archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save all as &amp;ZIP…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>D&amp;elete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the selected attachments from the ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete at &amp;once…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the selected attachments without a way back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring back what was just deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the names of the selected attachments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetch tickets and attachments again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Search tickets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Filter attachments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Preview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the preview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Transfers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the transfers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to &amp;message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the keyboard on the newest message, or back to where it was</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open download &amp;folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in with another &amp;key…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pre&amp;ferences…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Log…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the program noted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About TopTickets Desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Attachment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tools of the p&amp;review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AddressField</name>
    <message>
        <source>Service address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Service address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Service address: {host}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AttachmentCommands</name>
    <message>
        <source>Choose a ticket first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select an attachment first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no files and no picture on the clipboard.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AttachmentController</name>
    <message>
        <source>Fetching attachments…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no files in what you dropped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None of the {total} files was sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{refused} of {total} files were not sent. The others are on their way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is already saved in {folder}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No ticket chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a ticket on the left to see its attachments.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop files here, press Ctrl+V for a screenshot, or Ctrl+O. Up to {limit} each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No attachments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AttachmentModel</name>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uploaded by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AttachmentPane</name>
    <message>
        <source>Filter attachments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close this message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CheckRow</name>
    <message>
        <source>What to do with {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New name for {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove location and device data from the copy that is sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the location from the copy that is sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This name is too long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This name cannot be sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send anyway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send under another name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send a smaller copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put into a ZIP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not send</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CheckSheet</name>
    <message>
        <source>Check before sending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do the &amp;same with all files that have the same problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send &amp;none of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do &amp;not send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files to decide about</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The other file that you chose had no problem and is on its way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>The other %n files that you chose had no problem and are on their way.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is sent before you decide. The check was made on this computer alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One file needs a look before it goes to {ticket}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n files need a look before they go to {ticket}</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Preparing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Send {going} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Continue without it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Continue without them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Making a smaller copy…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Concerns</name>
    <message>
        <source>Another attachment has this name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It tells where it was taken, and with which device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It tells where it was taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This picture cannot be made smaller here. Put it into a ZIP, or skip it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ZIP would still be too large. Send less at once, or skip it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data cannot be removed without changing the file, so nothing was sent. Send it as it is, or skip it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A smaller copy will be sent: {size}, {width} × {height} pixels. Your file stays as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An attachment of the same name and size is there already ({when}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exactly this content is attached already as “{name}” ({when}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It seems to hold secrets:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>… and {count} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the beginning of the file was looked at.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In its name: {what} ({excerpt})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line}: {what} ({excerpt})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a TopTickets API key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an AWS access key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a GitHub token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a GitLab token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Slack token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Stripe key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Google API key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a private key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a card number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a bank account (IBAN)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConflictDialog</name>
    <message>
        <source>Save attachment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is already in the folder “{folder}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do the same with &amp;all others of this download</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“Keep both” saves the attachment under a name with a number. “Replace” cannot be undone: the file there now is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There now:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>changed {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attachment:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>uploaded {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keep both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Skip</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Deleting</name>
    <message>
        <source>Deleted “{name}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Deleted %n attachments.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit TopTickets Desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n attachments are not deleted yet.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Delete now and quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the files and quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This deletes for everyone, and there is no undo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete “{name}”?</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Delete %n attachments?</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Delete attachments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to bring back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” was not deleted. {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{gone} of {total} deleted. {first}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DesktopFeedback</name>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DiagnosticsDialog</name>
    <message>
        <source>Diagnostics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is all that is copied: no file names, no content, no key and no links.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Upload files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save attachment as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save attachments in</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DownloadPage</name>
    <message>
        <source>Downloads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder for each &amp;ticket, such as TKT-1042</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace the file that is there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skip the download</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask each time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If a file is there already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Download folder:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder belongs to the profile in use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;If a file is there already:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the whole path of the folder, or choose it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This folder cannot take downloads. {sentence}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DropOverlay</name>
    <message>
        <source>Drop to attach the picture to {ticket}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop to attach it to {ticket}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Drop to attach these %n to {ticket}</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FileCard</name>
    <message>
        <source>Loading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FileOpener</name>
    <message>
        <source>The folder is not there: {folder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder could not be opened: {folder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No program opens “{name}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is shown in its folder: files of this sort are not opened from here.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in this file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Match &amp;case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous match (Shift+F3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next match (F3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the find bar (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>{size}/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{duration} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>just now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{minutes} min ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{hours} h ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>today, {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yesterday, {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{date}, {time} ({zone})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 byte</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GeneralPage</name>
    <message>
        <source>General</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Tell me when transfers end while I do something else</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another language holds from the next start on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Language:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Appearance:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notifications:</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImageTools</name>
    <message>
        <source>Zoom out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1:1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImageViewer</name>
    <message>
        <source>{width} × {height} pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} frames</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is cut short: a part of the picture is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the first {count} frames are played here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its content is not a PNG, JPEG, GIF or WebP picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture has too many pixels to be shown here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture takes too long to decode, so it is not shown here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture made its decoder fail, so it is not shown here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture&apos;s file could not be read. Select it again to fetch it anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture is damaged and cannot be shown.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Intake</name>
    <message numerus="yes">
        <source>Packing files: %n</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not sent, as you decided: %n</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KeyField</name>
    <message>
        <source>API key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste your key here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;API key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To make one: in TopTickets, Settings → API keys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide the key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the key</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeyPage</name>
    <message>
        <source>Profile and key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Manage profiles…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing, without a key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change &amp;key…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Sign in…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Remove key…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Profile:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>API key:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Permissions:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not signed in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{kind}. {where}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To stop using it, start the program without TOPTICKETS_API_KEY.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the API key from this computer?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are signed out, and what is being transferred stops. The key itself stays valid: revoke it in TopTickets.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Admin key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read-only key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agent key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{kind}: sees attachments, uploads and deletes as far as its permissions go. {count} requests a minute.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{kind}: sees and saves attachments, but can neither upload nor delete. {count} requests a minute.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was given in the environment (TOPTICKETS_API_KEY) and is never stored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is kept in the system&apos;s keyring.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is kept until you quit, and stored nowhere.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LogDialog</name>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Least level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Information and above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Follow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scroll to what is new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details of the entry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the selected entries, or all that are shown; keys and links are taken out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Show in folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Copied: %n</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LogModel</name>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What happened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Information</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Main toolbar</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Deleted: %n</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong inside the program ({kind}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About TopTickets Desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TopTickets Desktop {version}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An attachment manager for support agents. MIT License.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upload files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upload to {ticket}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not signed in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An API key opens your tickets.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>{file} is missing in the service&apos;s storage, though the service still lists it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is not on the service any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: {what_happened}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong that the program has no words for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a web address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address must begin with https://; plain http:// is allowed to this computer only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address must not hold a user name or a password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address must not hold a “?” or a “#”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address must end in /v1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No API key was given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a TopTickets API key: it should begin with tt_admin_, tt_agent_, tt_live_ or tt_ro_.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An API key has only the letters A to Z, digits, “-” and “_”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The API key is too short: a part of it is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The API key is too long: something else was pasted with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service did not accept the API key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The API key may not do this: it lacks the permission “{scope}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The API key may not do this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was asked for is not on the service any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service refused the request.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There were too many requests; the service asks to wait for {duration}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There were too many requests in a short time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service has a fault of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service could not do this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service&apos;s address was not found: there is no network, or the address is wrong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no connection to the service.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No secure connection to the service could be made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy did not let the request through.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service did not answer in time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection to the service broke off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A web page came in place of the service&apos;s answer, probably from a proxy on the way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer was empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer is not in the service&apos;s form (JSON).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer is JSON, but not what the service documents.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer points to another address, which the service never does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer is larger than the service ever sends.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer has a status that the service does not use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The storage did not accept the link to the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The storage did not hand out the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} came incomplete and was thrown away: {received} of {expected} arrived.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} was sent, but no answer came: it may or may not be stored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} stood still for too long and was stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} changed while it was being sent, and was not stored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} was stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} could not be transferred.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} was saved without {missing} of its {total} files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} was not saved: {missing} of its {total} files could not be fetched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what_happened} {first}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is not there any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is a folder with no files in it that can be sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is not a plain file: a pipe, a device, or a link out of the folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is too large: {size}, and at most {limit} MB are taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is too large: at most {limit} MB are taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is {type}, which the service does not take.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is named as {named}, but is {found}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} has invisible control characters in its name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} has a name that cannot be sent: it is not valid Unicode.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} has too long a name: at most {limit} bytes are possible.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} has more files in it than can be taken at once: none of them was sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} was not found on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} cannot be read or written: you lack the permission on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} was not saved: the disk is full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} was not saved: the place is read-only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} was not saved: something of that name is there already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} was not saved: its name is too long for this disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is in use by another program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} could not be read or written: the system reported {code}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} could not be read or written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer has no keyring that can keep the API key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keyring did not answer in time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keyring did not keep or give out the API key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The API key could not be kept or read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{sentence} (HTTP {status}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{sentence}; it says: “{detail}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{sentence} ({cause}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It looks like https://api.toptickets.app/v1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the key again, or make a new one in TopTickets: Settings → API keys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check this computer&apos;s clock, and ask your IT department whether the connection is inspected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the proxy in the preferences and in the system&apos;s network settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the network connection, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask an administrator for a key that may, or sign in with another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refresh to see what is there now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait a moment, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again in a few minutes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network may want you to sign in with a web browser first. Then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the service&apos;s address, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look among the ticket&apos;s attachments before you send it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key can be kept until you quit; you will be asked for it again next time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock the keyring (its window may be behind this one), then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the system&apos;s password manager, or keep the key for this session only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text, HTML, PDF, images, videos and archives are taken; put other files into a ZIP archive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the file the ending that belongs to its content, if you know where it comes from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compress it, or split it into smaller files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the file&apos;s permissions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the files themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make room on the disk, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close it there, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another folder or name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address not usable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not an API key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxy not usable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Certificates not usable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key not accepted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused by the service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too many requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The storage failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>May or may not be stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files missing in the archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stood still</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problem with a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No keyring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyring problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Network</name>
    <message>
        <source>It looks like http://proxy.example.com:3128.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask your IT department for the certificate as a PEM file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No proxy was given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not the address of a proxy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only http:// and https:// proxies can be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy must not hold a user name or a password: they would be stored as plain text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificates in “{name}” cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is too large to be a file of certificates.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” holds no certificates that can be used (PEM).</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NetworkPage</name>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Like the &amp;system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;This one:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address of the proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File of extra certificates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxy:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A PEM file that is trusted besides the system&apos;s certificates, for a company&apos;s own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Extra certificates:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the whole path of the file, or choose it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Extra certificates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PasteBar</name>
    <message>
        <source>The pasted picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the pasted picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time until the picture is sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{width} × {height} pixels, {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This name cannot be sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goes to {ticket} in {seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goes to {ticket} when you press Enter</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Pasting</name>
    <message>
        <source>The picture was not sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was pasted cannot be read as a picture.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Permissions</name>
    <message>
        <source>May: {list}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>May not: {list}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>see tickets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>see and save attachments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>upload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>see the names of people</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a read-only key: it can neither upload nor delete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your key may not do this: the service asked for the permission {scope}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pages</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PreviewPane</name>
    <message>
        <source>Preview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select an attachment to see what it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} attachments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} in all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a single one to look at it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProfileButton</name>
    <message>
        <source>Profile: {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProfileController</name>
    <message>
        <source>Switch profile</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Transfers of this profile are not finished yet: %n</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>They pause now, and go on when you open “{profile}” again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Profile: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New profile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removed the profile {name} and its key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove profile</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProfileMenu</name>
    <message>
        <source>P&amp;rofile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Manage profiles…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs on this computer, with made-up tickets</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Profiles</name>
    <message>
        <source>Practice service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Green</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Orange</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Red</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Purple</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Teal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grey</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProfilesDialog</name>
    <message>
        <source>Profiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Service address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Remove…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Use this profile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Service address:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Download folder:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>API key:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On this computer, while it is in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not signed in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made for you in each run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it may do shows while it is in use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch to another profile first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The practice service is always there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the whole path of the folder, or choose it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This folder cannot take downloads. {sentence}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove profile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the profile “{name}” and its API key from this computer?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Downloaded files stay. The key itself stays valid: revoke it in TopTickets.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QuitDialog</name>
    <message>
        <source>Quit TopTickets Desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Transfers are not finished yet: %n</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Quit and resume later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They go on when you start the program again. Until then nothing incomplete stands under a file&apos;s name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Finish in the background</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The window closes now, and the program quits by itself when the last transfer has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop transfers and quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What has not arrived is given up, and the parts of files are removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keep working</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SendingModel</name>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hidden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>link: the file it points to is sent</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SendingSheet</name>
    <message>
        <source>What will be sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Files for {ticket}: %n</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;All files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send as one &amp;ZIP file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files to send</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Hidden files are left out unless you tick them (%n).</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Some cannot be sent, and the note says why (%n).</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{count} of {total} · {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Send one ZIP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Send one file</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>&amp;Send %n files</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SessionController</name>
    <message>
        <source>The service did not accept the key: it is wrong, expired or revoked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list of earlier transfers was damaged and has been set aside; a new one was begun.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list of earlier transfers is from a later release and has been set aside; a new one was begun.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another window has the list of transfers: those of this window are forgotten when it closes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list of transfers cannot be written: they are forgotten when the window closes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key was removed from this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove key</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SignInDialog</name>
    <message>
        <source>Sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signing in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keep for this session only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in to TopTickets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Testing the key…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Putting the key into the keyring…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key works, but it could not be stored. {sentence} {hint}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Try the keyring again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Test and sign in</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StoragePage</name>
    <message>
        <source>Storage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At most so much is kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Days it is kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear it when I &amp;quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Clear now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attachments that you looked at are kept on this computer, readable by you alone, so that they show at once next time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep at &amp;most:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep for &amp;days:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In use now:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not known while you are not signed in.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TextViewer</name>
    <message>
        <source>Read the text in another encoding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in this file (Ctrl+F)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous line with an error or a warning (Shift+F8)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next line with an error or a warning (F8)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrap lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Break long lines at the edge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the selected text (Ctrl+C)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encoding {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lines: {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This text is too large to be shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text could not be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Errors: {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warnings: {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {number}: {text}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TicketController</name>
    <message>
        <source>Fetching tickets…</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>All %n loaded</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n loaded, more as you scroll</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>No ticket fits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try other words, or take a filter away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all tickets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No tickets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New tickets appear here after a refresh (F5).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no ticket {reference}, or your key may not see it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TicketModel</name>
    <message>
        <source>Number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Priority</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assignee</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Updated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody is assigned</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TicketPane</name>
    <message>
        <source>Search tickets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Priority</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unassigned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only tickets that nobody is assigned to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{label}: any</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tickets</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Tickets</name>
    <message>
        <source>New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resolved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Low</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Medium</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TransferActions</name>
    <message>
        <source>Copy message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy diagnostics…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bandwidth limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>T&amp;ransfers</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TransferController</name>
    <message>
        <source>Diagnostics of transfers</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TransferHeader</name>
    <message>
        <source>Transfers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Transfers: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bandwidth limit: {limit}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the list of transfers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fold the list of transfers away</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TransferModel</name>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Action</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TransferPage</name>
    <message>
        <source>Transfers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Transfers at a time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;No faster than</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit the speed of all transfers together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> kB/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Go on with unfinished transfers at the start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Otherwise they wait until you resume them in the list of transfers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seconds to undo deleting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Transfers at a time:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All transfers together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After a restart:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>So long a deleted attachment can be brought back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete after:</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TransferPanel</name>
    <message>
        <source>Uploads and downloads show here while they run, and say how they ended.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TransferTable</name>
    <message>
        <source>Transfers</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Transfers</name>
    <message>
        <source>{done} of {total} uploaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {total} saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {total} done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download from {ticket}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upload to {ticket}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n uploaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {total} saved from {ticket}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {total} uploaded to {ticket}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uploaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skipped: a file of that name is there already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{state}. {what_to_do}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>May or may not be stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upload: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting until {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too many requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the service cannot be reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the API key is not accepted any more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a file of that name is there already; say what to do with it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{state}: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{state}: {sentence}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uploaded: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved: {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TypeLabels</name>
    <message>
        <source>Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Web page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PDF document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PNG image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JPEG image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GIF image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WebP image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MP4 video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WebM video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ogg video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QuickTime video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ZIP archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>7-Zip archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gzip archive</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TypeWords</name>
    <message>
        <source>plain text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a web page (HTML)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a PDF document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a PNG image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a JPEG image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a GIF image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a WebP image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an MP4 video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a WebM video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an Ogg video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a QuickTime video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a ZIP archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a 7-Zip archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a gzip archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Windows program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Windows installer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Windows shortcut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Windows batch file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a PowerShell script</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Visual Basic script</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an HTML program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Windows registry file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Windows setup file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Windows app package</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a macOS program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a macOS disk image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an AppleScript program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Debian package</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an RPM package</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a program library or package</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a disc image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Linux launcher</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an internet shortcut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a script</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a shell script</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a JavaScript program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Python program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a PHP program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Perl program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Ruby program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Lua program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Tcl program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Java program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a WebAssembly program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an Android program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an Android app</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an iPhone app</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a browser extension</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a software package</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Word document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an Excel workbook</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a PowerPoint presentation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Microsoft Office document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Microsoft Office document with macros</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an older Microsoft Office document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an OpenDocument file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an e-book</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a rich text document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a PostScript document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a saved web page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a RAR archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a tar archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a bzip2 archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an XZ archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Zstandard archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an LZ4 archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a cabinet archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an SVG drawing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a TIFF image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a BMP image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a HEIC photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an AVIF image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a JPEG XL image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a JPEG 2000 image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an icon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a camera&apos;s raw photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Photoshop image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an MP3 recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an MP4 recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an Ogg recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a WAV recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a FLAC recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an AAC recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Matroska video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an AVI video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Windows Media video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Flash video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an MPEG video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a phone video (3GP)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an image of another type ({mime})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a video of another type ({mime})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a recording of another type ({mime})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>text of another type ({mime})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a font ({mime})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a file of an unknown type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a file of another type ({mime})</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ViewerHost</name>
    <message>
        <source>Tools of the preview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files of more than {limit} are not shown here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Double-click it in the list to download it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ZipCommands</name>
    <message>
        <source>There are no attachments to save.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a ticket first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save all attachments as ZIP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ZIP archives (*.zip)</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Files that could not be fetched: %n. Save the archive without them?</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Files missing in the archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not now</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_CloseButton</name>
    <message>
        <source>Close this message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_DetailsButton</name>
    <message>
        <source>Details…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
