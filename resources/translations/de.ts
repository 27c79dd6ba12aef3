<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Upload…</source>
        <translation>&amp;Hochladen…</translation>
    </message>
    <message>
        <source>Choose files to attach to the ticket</source>
        <translation>Dateien auswählen, die an das Ticket angehängt werden</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;Einfügen</translation>
    </message>
    <message>
        <source>Attach the files or the picture on the clipboard</source>
        <translation>Die Dateien oder das Bild aus der Zwischenablage anhängen</translation>
    </message>
    <message>
        <source>&amp;Download</source>
        <translation>He&amp;runterladen</translation>
    </message>
    <message>
        <source>Save into the download folder</source>
        <translation>In den Download-Ordner speichern</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>Speichern &amp;unter…</translation>
    </message>
    <message>
        <source>Save where you choose</source>
        <translation>An einem Ort Ihrer Wahl speichern</translation>
    </message>
    <message>
        <source>Save all attachments of the ticket as one archive</source>
        <translation>Alle Anhänge des Tickets als ein Archiv speichern</translation>
    </message>
    <message>
        <source>Save all as &amp;ZIP…</source>
        <translation>Alle als &amp;ZIP speichern…</translation>
    </message>
    <message>
        <source>D&amp;elete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Delete the selected attachments from the ticket</source>
        <translation>Die ausgewählten Anhänge vom Ticket löschen</translation>
    </message>
    <message>
        <source>Delete at &amp;once…</source>
        <translation>S&amp;ofort löschen…</translation>
    </message>
    <message>
        <source>Delete the selected attachments without a way back</source>
        <translation>Die ausgewählten Anhänge unwiderruflich löschen</translation>
    </message>
    <message>
        <source>&amp;Undo delete</source>
        <translation>Löschen &amp;rückgängig machen</translation>
    </message>
    <message>
        <source>Bring back what was just deleted</source>
        <translation>Zurückholen, was eben gelöscht wurde</translation>
    </message>
    <message>
        <source>Save a&amp;ll…</source>
        <translation>A&amp;lle speichern…</translation>
    </message>
    <message>
        <source>Save all attachments in a folder</source>
        <translation>Alle Anhänge in einem Ordner speichern</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>Ö&amp;ffnen</translation>
    </message>
    <message>
        <source>Open with the program for such files</source>
        <translation>Mit dem Programm für solche Dateien öffnen</translation>
    </message>
    <message>
        <source>Open &amp;with…</source>
        <translation>Öffnen &amp;mit…</translation>
    </message>
    <message>
        <source>Choose the program to open it with</source>
        <translation>Das Programm zum Öffnen auswählen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Show it in the file manager, saved first if need be</source>
        <translation>In der Dateiverwaltung zeigen; falls nötig, wird vorher gespeichert</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Copy as files, to be pasted elsewhere</source>
        <translation>Als Dateien kopieren, um sie anderswo einzufügen</translation>
    </message>
    <message>
        <source>Copy the names of the selected attachments</source>
        <translation>Die Namen der ausgewählten Anhänge kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;name</source>
        <translation>&amp;Namen kopieren</translation>
    </message>
    <message>
        <source>Copy lin&amp;k</source>
        <translation>Lin&amp;k kopieren</translation>
    </message>
    <message>
        <source>Copy a link that opens the file to anybody, for a while</source>
        <translation>Einen Link kopieren, der die Datei eine Zeit lang für jeden öffnet</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>&amp;Alle auswählen</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>&amp;Aktualisieren</translation>
    </message>
    <message>
        <source>Fetch tickets and attachments again</source>
        <translation>Tickets und Anhänge neu abrufen</translation>
    </message>
    <message>
        <source>&amp;Search tickets</source>
        <translation>Tickets &amp;suchen</translation>
    </message>
    <message>
        <source>&amp;Filter attachments</source>
        <translation>Anhänge &amp;filtern</translation>
    </message>
    <message>
        <source>&amp;Quick look</source>
        <translation>&amp;Schnellansicht</translation>
    </message>
    <message>
        <source>Look at it in the whole window</source>
        <translation>Im ganzen Fenster ansehen</translation>
    </message>
    <message>
        <source>&amp;Preview</source>
        <translation>&amp;Vorschau</translation>
    </message>
    <message>
        <source>Show or hide the preview</source>
        <translation>Die Vorschau zeigen oder ausblenden</translation>
    </message>
    <message>
        <source>&amp;Gallery</source>
        <translation>&amp;Galerie</translation>
    </message>
    <message>
        <source>Attachments as pictures or as a table</source>
        <translation>Anhänge als Bilder oder als Tabelle</translation>
    </message>
    <message>
        <source>Co&amp;mpare pictures</source>
        <translation>Bilder &amp;vergleichen</translation>
    </message>
    <message>
        <source>Compare the two selected pictures</source>
        <translation>Die zwei ausgewählten Bilder vergleichen</translation>
    </message>
    <message>
        <source>&amp;Transfers</source>
        <translation>&amp;Übertragungen</translation>
    </message>
    <message>
        <source>Show or hide the transfers</source>
        <translation>Die Übertragungen zeigen oder ausblenden</translation>
    </message>
    <message>
        <source>Go to &amp;message</source>
        <translation>Zur &amp;Meldung gehen</translation>
    </message>
    <message>
        <source>Put the keyboard on the newest message, or back to where it was</source>
        <translation>Die Tastatur auf die neueste Meldung setzen oder zurück, wo sie war</translation>
    </message>
    <message>
        <source>Open download &amp;folder</source>
        <translation>Download-&amp;Ordner öffnen</translation>
    </message>
    <message>
        <source>Sign in with another &amp;key…</source>
        <translation>Mit anderem Schl&amp;üssel anmelden…</translation>
    </message>
    <message>
        <source>Pre&amp;ferences…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Log…</source>
        <translation>&amp;Protokoll…</translation>
    </message>
    <message>
        <source>What the program noted</source>
        <translation>Was das Programm vermerkt hat</translation>
    </message>
    <message>
        <source>&amp;About TopTickets Desktop</source>
        <translation>Ü&amp;ber TopTickets Desktop</translation>
    </message>
    <message>
        <source>&amp;Go to ticket or command…</source>
        <translation>&amp;Gehe zu Ticket oder Befehl…</translation>
    </message>
    <message>
        <source>Find a ticket, an attachment or a command</source>
        <translation>Ein Ticket, einen Anhang oder einen Befehl finden</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>All keys on one sheet</source>
        <translation>Alle Tasten auf einem Blatt</translation>
    </message>
    <message>
        <source>Pi&amp;n ticket</source>
        <translation>Ticket an&amp;heften</translation>
    </message>
    <message>
        <source>Keep the ticket among the pinned ones</source>
        <translation>Das Ticket bei den angehefteten behalten</translation>
    </message>
    <message>
        <source>&amp;All tickets</source>
        <translation>&amp;Alle Tickets</translation>
    </message>
    <message>
        <source>&amp;Pinned tickets</source>
        <translation>Angeheftete &amp;Tickets</translation>
    </message>
    <message>
        <source>R&amp;ecent tickets</source>
        <translation>&amp;Zuletzt geöffnete Tickets</translation>
    </message>
    <message>
        <source>&amp;Who am I…</source>
        <translation>&amp;Wer bin ich…</translation>
    </message>
    <message>
        <source>Say whose tickets “Mine” shows</source>
        <translation>Sagen, wessen Tickets „Meine“ zeigt</translation>
    </message>
    <message>
        <source>&amp;Clear search and filters</source>
        <translation>Suche und Filter &amp;leeren</translation>
    </message>
    <message>
        <source>List all tickets again</source>
        <translation>Wieder alle Tickets auflisten</translation>
    </message>
    <message>
        <source>&amp;Columns of tickets</source>
        <translation>&amp;Spalten der Tickets</translation>
    </message>
    <message>
        <source>C&amp;olumns of attachments</source>
        <translation>S&amp;palten der Anhänge</translation>
    </message>
    <message>
        <source>&amp;Ticket</source>
        <translation>&amp;Ticket</translation>
    </message>
    <message>
        <source>&amp;Attachment</source>
        <translation>&amp;Anhang</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>Tools of the p&amp;review</source>
        <translation>&amp;Werkzeuge der Vorschau</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
</context>
<context>
    <name>AddressField</name>
    <message>
        <source>Service address</source>
        <translation>Adresse des Dienstes</translation>
    </message>
    <message>
        <source>&amp;Service address</source>
        <translation>&amp;Adresse des Dienstes</translation>
    </message>
    <message>
        <source>&amp;Service address: {host}</source>
        <translation>&amp;Adresse des Dienstes: {host}</translation>
    </message>
</context>
<context>
    <name>ArchiveViewer</name>
    <message>
        <source>Filter by name</source>
        <translation>Nach Namen filtern</translation>
    </message>
    <message>
        <source>Filter the members by name</source>
        <translation>Die Dateien im Archiv nach Namen filtern</translation>
    </message>
    <message>
        <source>Members of the archive</source>
        <translation>Dateien im Archiv</translation>
    </message>
    <message>
        <source>All members</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>Back to the list (Backspace)</source>
        <translation>Zurück zur Liste (Rücktaste)</translation>
    </message>
    <message>
        <source>Members: {count}, {size} unpacked</source>
        <translation>Dateien: {count}, ausgepackt {size}</translation>
    </message>
    <message>
        <source>This archive is built to unpack to absurdly much. Do not unpack it.</source>
        <translation>Dieses Archiv ist so gebaut, dass es beim Auspacken maßlos groß wird. Packen Sie es nicht aus.</translation>
    </message>
    <message>
        <source>Only the first {count} members are listed.</source>
        <translation>Nur die ersten {count} Dateien werden aufgelistet.</translation>
    </message>
    <message>
        <source>Members with a key are protected by a password and cannot be looked at here.</source>
        <translation>Dateien mit einem Schlüssel sind mit einem Passwort geschützt und können hier nicht angesehen werden.</translation>
    </message>
    <message>
        <source>It is neither a text nor a picture. Download the archive to open it.</source>
        <translation>Das ist weder ein Text noch ein Bild. Laden Sie das Archiv herunter, um es zu öffnen.</translation>
    </message>
    <message>
        <source>Picture {name}</source>
        <translation>Bild {name}</translation>
    </message>
</context>
<context>
    <name>AttachmentCommands</name>
    <message>
        <source>Choose a ticket first.</source>
        <translation>Wählen Sie zuerst ein Ticket.</translation>
    </message>
    <message>
        <source>Select an attachment first.</source>
        <translation>Wählen Sie zuerst einen Anhang aus.</translation>
    </message>
    <message>
        <source>There are no files and no picture on the clipboard.</source>
        <translation>In der Zwischenablage sind weder Dateien noch ein Bild.</translation>
    </message>
</context>
<context>
    <name>AttachmentController</name>
    <message>
        <source>Fetching attachments…</source>
        <translation>Anhänge werden abgerufen…</translation>
    </message>
    <message>
        <source>There are no files in what you dropped.</source>
        <translation>In dem, was Sie abgelegt haben, sind keine Dateien.</translation>
    </message>
    <message>
        <source>None of the {total} files was sent.</source>
        <translation>Keine der {total} Dateien wurde gesendet.</translation>
    </message>
    <message>
        <source>{refused} of {total} files were not sent. The others are on their way.</source>
        <translation>{refused} von {total} Dateien wurden nicht gesendet. Die übrigen sind unterwegs.</translation>
    </message>
    <message>
        <source>Show why</source>
        <translation>Grund zeigen</translation>
    </message>
    <message>
        <source>No ticket chosen</source>
        <translation>Kein Ticket gewählt</translation>
    </message>
    <message>
        <source>Choose a ticket on the left to see its attachments.</source>
        <translation>Wählen Sie links ein Ticket, um seine Anhänge zu sehen.</translation>
    </message>
    <message>
        <source>Drop files here, press Ctrl+V for a screenshot, or Ctrl+O. Up to {limit} each.</source>
        <translation>Legen Sie Dateien hier ab, drücken Sie Strg+V für ein Bildschirmfoto oder Strg+O. Jede bis {limit}.</translation>
    </message>
    <message>
        <source>No attachments</source>
        <translation>Keine Anhänge</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>AttachmentModel</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Uploaded by</source>
        <translation>Hochgeladen von</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
</context>
<context>
    <name>AttachmentPane</name>
    <message>
        <source>Filter attachments</source>
        <translation>Anhänge filtern</translation>
    </message>
    <message>
        <source>Words, or conditions such as: type:image  size:&gt;1mb  by:alice  name:log</source>
        <translation>Wörter oder Bedingungen wie: type:image  size:&gt;1mb  by:alice  name:log</translation>
    </message>
    <message>
        <source>Filter by type, size or person</source>
        <translation>Nach Typ, Größe oder Person filtern</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>Anhänge</translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation>{shown} von {total}</translation>
    </message>
    <message>
        <source>as of {time}</source>
        <translation>Stand: {time}</translation>
    </message>
    <message>
        <source>“{word}” is not a size; it is left out. Write for example size:&gt;1mb or size:&lt;200kb.</source>
        <translation>„{word}“ ist keine Größe und wird ausgelassen. Schreiben Sie zum Beispiel size:&gt;1mb oder size:&lt;200kb.</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>CheckRow</name>
    <message>
        <source>What to do with {name}</source>
        <translation>Was mit {name} geschehen soll</translation>
    </message>
    <message>
        <source>New name for {name}</source>
        <translation>Neuer Name für {name}</translation>
    </message>
    <message>
        <source>Remove location and device data from the copy that is sent</source>
        <translation>Ort und Gerätedaten aus der gesendeten Kopie entfernen</translation>
    </message>
    <message>
        <source>Remove the location from the copy that is sent</source>
        <translation>Den Ort aus der gesendeten Kopie entfernen</translation>
    </message>
    <message>
        <source>Type a name.</source>
        <translation>Geben Sie einen Namen ein.</translation>
    </message>
    <message>
        <source>This name is too long.</source>
        <translation>Dieser Name ist zu lang.</translation>
    </message>
    <message>
        <source>This name cannot be sent.</source>
        <translation>Dieser Name kann nicht gesendet werden.</translation>
    </message>
    <message>
        <source>Send anyway</source>
        <translation>Trotzdem senden</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Send under another name</source>
        <translation>Unter anderem Namen senden</translation>
    </message>
    <message>
        <source>Send a smaller copy</source>
        <translation>Eine kleinere Kopie senden</translation>
    </message>
    <message>
        <source>Put into a ZIP</source>
        <translation>In ein ZIP packen</translation>
    </message>
    <message>
        <source>Do not send</source>
        <translation>Nicht senden</translation>
    </message>
</context>
<context>
    <name>CheckSheet</name>
    <message>
        <source>Check before sending</source>
        <translation>Vor dem Senden prüfen</translation>
    </message>
    <message>
        <source>Do the &amp;same with all files that have the same problem</source>
        <translation>Mit allen Dateien mit demselben Problem &amp;ebenso verfahren</translation>
    </message>
    <message>
        <source>Send &amp;none of them</source>
        <translation>&amp;Keine davon senden</translation>
    </message>
    <message>
        <source>Do &amp;not send</source>
        <translation>&amp;Nicht senden</translation>
    </message>
    <message>
        <source>Files to decide about</source>
        <translation>Dateien, über die zu entscheiden ist</translation>
    </message>
    <message>
        <source>The other file that you chose had no problem and is on its way.</source>
        <translation>Die andere gewählte Datei hatte kein Problem und ist unterwegs.</translation>
    </message>
    <message numerus="yes">
        <source>The other %n files that you chose had no problem and are on their way.</source>
        <translation>
            <numerusform>Die andere %n gewählte Datei hatte kein Problem und ist unterwegs.</numerusform>
            <numerusform>Die anderen %n gewählten Dateien hatten kein Problem und sind unterwegs.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is sent before you decide. The check was made on this computer alone.</source>
        <translation>Bevor Sie entscheiden, wird nichts gesendet. Geprüft wurde nur auf diesem Computer.</translation>
    </message>
    <message>
        <source>One file needs a look before it goes to {ticket}</source>
        <translation>Eine Datei braucht einen Blick, bevor sie an {ticket} geht</translation>
    </message>
    <message numerus="yes">
        <source>%n files need a look before they go to {ticket}</source>
        <translation>
            <numerusform>%n Datei braucht einen Blick, bevor sie an {ticket} geht</numerusform>
            <numerusform>%n Dateien brauchen einen Blick, bevor sie an {ticket} gehen</numerusform>
        </translation>
    </message>
    <message>
        <source>Preparing…</source>
        <translation>Wird vorbereitet…</translation>
    </message>
    <message>
        <source>&amp;Send {going} of {count}</source>
        <translation>{going} von {count} &amp;senden</translation>
    </message>
    <message>
        <source>&amp;Send</source>
        <translation>&amp;Senden</translation>
    </message>
    <message>
        <source>&amp;Continue without it</source>
        <translation>Ohne sie &amp;fortfahren</translation>
    </message>
    <message>
        <source>&amp;Continue without them</source>
        <translation>Ohne diese &amp;fortfahren</translation>
    </message>
    <message>
        <source>Making a smaller copy…</source>
        <translation>Eine kleinere Kopie wird erstellt…</translation>
    </message>
</context>
<context>
    <name>CompareController</name>
    <message>
        <source>Select two pictures first.</source>
        <translation>Wählen Sie zuerst zwei Bilder aus.</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>Compare pictures</source>
        <translation>Bilder vergleichen</translation>
    </message>
    <message>
        <source>Both pictures in one place</source>
        <translation>Beide Bilder an einer Stelle</translation>
    </message>
    <message>
        <source>First picture, {name}</source>
        <translation>Erstes Bild, {name}</translation>
    </message>
    <message>
        <source>Second picture, {name}</source>
        <translation>Zweites Bild, {name}</translation>
    </message>
    <message>
        <source>Where the first picture ends</source>
        <translation>Wo das erste Bild endet</translation>
    </message>
    <message>
        <source>Ways to compare</source>
        <translation>Arten des Vergleichs</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>Swipe</source>
        <translation>Wischen</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>{width} × {height} pixels</source>
        <translation>{width} × {height} Pixel</translation>
    </message>
    <message>
        <source>The picture is damaged and cannot be shown.</source>
        <translation>Das Bild ist beschädigt und kann nicht gezeigt werden.</translation>
    </message>
</context>
<context>
    <name>Concerns</name>
    <message>
        <source>Another attachment has this name.</source>
        <translation>Ein anderer Anhang hat diesen Namen.</translation>
    </message>
    <message>
        <source>It tells where it was taken, and with which device.</source>
        <translation>Das Bild verrät, wo und mit welchem Gerät es aufgenommen wurde.</translation>
    </message>
    <message>
        <source>It tells where it was taken.</source>
        <translation>Das Bild verrät, wo es aufgenommen wurde.</translation>
    </message>
    <message>
        <source>This picture cannot be made smaller here. Put it into a ZIP, or skip it.</source>
        <translation>Dieses Bild lässt sich hier nicht verkleinern. Packen Sie es in ein ZIP oder lassen Sie es aus.</translation>
    </message>
    <message>
        <source>The ZIP would still be too large. Send less at once, or skip it.</source>
        <translation>Das ZIP wäre immer noch zu groß. Senden Sie weniger auf einmal oder lassen Sie die Datei aus.</translation>
    </message>
    <message>
        <source>The data cannot be removed without changing the file, so nothing was sent. Send it as it is, or skip it.</source>
        <translation>Die Daten lassen sich nicht entfernen, ohne die Datei zu verändern; deshalb wurde nichts gesendet. Senden Sie sie, wie sie ist, oder lassen Sie sie aus.</translation>
    </message>
    <message>
        <source>A smaller copy will be sent: {size}, {width} × {height} pixels. Your file stays as it is.</source>
        <translation>Eine kleinere Kopie wird gesendet: {size}, {width} × {height} Pixel. Ihre Datei bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>An attachment of the same name and size is there already ({when}).</source>
        <translation>Ein Anhang mit demselben Namen und derselben Größe ist schon da ({when}).</translation>
    </message>
    <message>
        <source>Exactly this content is attached already as “{name}” ({when}).</source>
        <translation>Genau dieser Inhalt ist schon als „{name}“ angehängt ({when}).</translation>
    </message>
    <message>
        <source>It seems to hold secrets:</source>
        <translation>Sie enthält anscheinend Geheimnisse:</translation>
    </message>
    <message>
        <source>… and {count} more</source>
        <translation>… und {count} weitere</translation>
    </message>
    <message>
        <source>Only the beginning of the file was looked at.</source>
        <translation>Nur der Anfang der Datei wurde geprüft.</translation>
    </message>
    <message>
        <source>In its name: {what} ({excerpt})</source>
        <translation>Im Namen: {what} ({excerpt})</translation>
    </message>
    <message>
        <source>Line {line}: {what} ({excerpt})</source>
        <translation>Zeile {line}: {what} ({excerpt})</translation>
    </message>
    <message>
        <source>a TopTickets API key</source>
        <translation>ein TopTickets-API-Schlüssel</translation>
    </message>
    <message>
        <source>an AWS access key</source>
        <translation>ein AWS-Zugangsschlüssel</translation>
    </message>
    <message>
        <source>a GitHub token</source>
        <translation>ein GitHub-Token</translation>
    </message>
    <message>
        <source>a GitLab token</source>
        <translation>ein GitLab-Token</translation>
    </message>
    <message>
        <source>a Slack token</source>
        <translation>ein Slack-Token</translation>
    </message>
    <message>
        <source>a Stripe key</source>
        <translation>ein Stripe-Schlüssel</translation>
    </message>
    <message>
        <source>a Google API key</source>
        <translation>ein Google-API-Schlüssel</translation>
    </message>
    <message>
        <source>a private key</source>
        <translation>ein privater Schlüssel</translation>
    </message>
    <message>
        <source>a card number</source>
        <translation>eine Kartennummer</translation>
    </message>
    <message>
        <source>a bank account (IBAN)</source>
        <translation>eine Bankverbindung (IBAN)</translation>
    </message>
</context>
<context>
    <name>ConflictDialog</name>
    <message>
        <source>Save attachment</source>
        <translation>Anhang speichern</translation>
    </message>
    <message>
        <source>“{name}” is already in the folder “{folder}”.</source>
        <translation>„{name}“ ist schon im Ordner „{folder}“.</translation>
    </message>
    <message>
        <source>Do the same with &amp;all others of this download</source>
        <translation>Mit &amp;allen anderen dieses Downloads ebenso verfahren</translation>
    </message>
    <message>
        <source>“Keep both” saves the attachment under a name with a number. “Replace” cannot be undone: the file there now is lost.</source>
        <translation>„Beide behalten“ speichert den Anhang unter einem Namen mit Nummer. „Ersetzen“ lässt sich nicht rückgängig machen: Die vorhandene Datei ist dann verloren.</translation>
    </message>
    <message>
        <source>There now:</source>
        <translation>Vorhanden:</translation>
    </message>
    <message>
        <source>changed {when}</source>
        <translation>geändert {when}</translation>
    </message>
    <message>
        <source>Attachment:</source>
        <translation>Anhang:</translation>
    </message>
    <message>
        <source>uploaded {when}</source>
        <translation>hochgeladen {when}</translation>
    </message>
    <message>
        <source>&amp;Keep both</source>
        <translation>&amp;Beide behalten</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>&amp;Ersetzen</translation>
    </message>
    <message>
        <source>&amp;Skip</source>
        <translation>Über&amp;springen</translation>
    </message>
</context>
<context>
    <name>DecodeWords</name>
    <message>
        <source>It is protected by a password and cannot be shown here.</source>
        <translation>Die Datei ist mit einem Passwort geschützt und kann hier nicht gezeigt werden.</translation>
    </message>
    <message>
        <source>It would need too much memory to be shown.</source>
        <translation>Die Datei bräuchte zu viel Arbeitsspeicher, um gezeigt zu werden.</translation>
    </message>
    <message>
        <source>It took too long to read, so it was given up.</source>
        <translation>Das Lesen hat zu lange gedauert und wurde aufgegeben.</translation>
    </message>
    <message>
        <source>It could not be read: it made the reader crash, which did no harm to anything else.</source>
        <translation>Die Datei konnte nicht gelesen werden: Sie hat den Leser abstürzen lassen, was nichts anderem geschadet hat.</translation>
    </message>
    <message>
        <source>The file could not be read.</source>
        <translation>Die Datei konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>It is built to unpack to absurdly much, so it is not unpacked.</source>
        <translation>Die Datei ist so gebaut, dass sie beim Auspacken maßlos groß wird, und wird deshalb nicht ausgepackt.</translation>
    </message>
    <message>
        <source>It is packed in a way that is not known here.</source>
        <translation>Die Datei ist auf eine hier unbekannte Weise gepackt.</translation>
    </message>
    <message>
        <source>It is a folder.</source>
        <translation>Das ist ein Ordner.</translation>
    </message>
    <message>
        <source>The video is damaged, or this system has nothing to play its kind with (codec, or the library libpulse0).</source>
        <translation>Das Video ist beschädigt, oder diesem System fehlt etwas, um diese Art abzuspielen (ein Codec oder die Bibliothek libpulse0).</translation>
    </message>
    <message>
        <source>There is no picture in it, only sound.</source>
        <translation>Es enthält kein Bild, nur Ton.</translation>
    </message>
    <message>
        <source>No picture came of this video. Its codec may be missing on this system.</source>
        <translation>Von diesem Video kam kein Bild. Vielleicht fehlt auf diesem System der Codec.</translation>
    </message>
    <message>
        <source>It is damaged, or not what its name says.</source>
        <translation>Die Datei ist beschädigt oder nicht das, was ihr Name sagt.</translation>
    </message>
</context>
<context>
    <name>Deleting</name>
    <message>
        <source>Deleted “{name}”.</source>
        <translation>„{name}“ gelöscht.</translation>
    </message>
    <message numerus="yes">
        <source>Deleted %n attachments.</source>
        <translation>
            <numerusform>%n Anhang gelöscht.</numerusform>
            <numerusform>%n Anhänge gelöscht.</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Quit TopTickets Desktop</source>
        <translation>TopTickets Desktop beenden</translation>
    </message>
    <message numerus="yes">
        <source>%n attachments are not deleted yet.</source>
        <translation>
            <numerusform>%n Anhang ist noch nicht gelöscht.</numerusform>
            <numerusform>%n Anhänge sind noch nicht gelöscht.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete now and quit</source>
        <translation>Jetzt löschen und beenden</translation>
    </message>
    <message>
        <source>Keep the files and quit</source>
        <translation>Dateien behalten und beenden</translation>
    </message>
    <message>
        <source>This deletes for everyone, and there is no undo.</source>
        <translation>Das löscht für alle und lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Delete “{name}”?</source>
        <translation>„{name}“ löschen?</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n attachments?</source>
        <translation>
            <numerusform>%n Anhang löschen?</numerusform>
            <numerusform>%n Anhänge löschen?</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete attachments</source>
        <translation>Anhänge löschen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>There is nothing to bring back.</source>
        <translation>Es gibt nichts zurückzuholen.</translation>
    </message>
    <message>
        <source>It is not known whether “{name}” was deleted. {reason}</source>
        <translation>Es ist nicht bekannt, ob „{name}“ gelöscht wurde. {reason}</translation>
    </message>
    <message>
        <source>“{name}” was not deleted. {reason}</source>
        <translation>„{name}“ wurde nicht gelöscht. {reason}</translation>
    </message>
    <message>
        <source>{gone} of {total} deleted. {first}</source>
        <translation>{gone} von {total} gelöscht. {first}</translation>
    </message>
</context>
<context>
    <name>DesktopFeedback</name>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
</context>
<context>
    <name>DiagnosticsDialog</name>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnose</translation>
    </message>
    <message>
        <source>This is all that is copied: no file names, no content, no key and no links.</source>
        <translation>Nur das wird kopiert: keine Dateinamen, kein Inhalt, kein Schlüssel und keine Links.</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Upload files</source>
        <translation>Dateien hochladen</translation>
    </message>
    <message>
        <source>Save attachment as</source>
        <translation>Anhang speichern unter</translation>
    </message>
    <message>
        <source>Save attachments in</source>
        <translation>Anhänge speichern in</translation>
    </message>
</context>
<context>
    <name>DownloadPage</name>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <source>Download folder</source>
        <translation>Download-Ordner</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>Aus&amp;wählen…</translation>
    </message>
    <message>
        <source>A folder for each &amp;ticket, such as TKT-1042</source>
        <translation>Ein Ordner je &amp;Ticket, etwa TKT-1042</translation>
    </message>
    <message>
        <source>Keep both</source>
        <translation>Beide behalten</translation>
    </message>
    <message>
        <source>Replace the file that is there</source>
        <translation>Die vorhandene Datei ersetzen</translation>
    </message>
    <message>
        <source>Skip the download</source>
        <translation>Den Download überspringen</translation>
    </message>
    <message>
        <source>Ask each time</source>
        <translation>Jedes Mal fragen</translation>
    </message>
    <message>
        <source>If a file is there already</source>
        <translation>Wenn es die Datei schon gibt</translation>
    </message>
    <message>
        <source>&amp;Download folder:</source>
        <translation>&amp;Download-Ordner:</translation>
    </message>
    <message>
        <source>The folder belongs to the profile in use.</source>
        <translation>Der Ordner gehört zum verwendeten Profil.</translation>
    </message>
    <message>
        <source>&amp;If a file is there already:</source>
        <translation>Wenn es die Datei schon &amp;gibt:</translation>
    </message>
    <message>
        <source>Give the whole path of the folder, or choose it.</source>
        <translation>Geben Sie den ganzen Pfad des Ordners an oder wählen Sie ihn aus.</translation>
    </message>
    <message>
        <source>This folder cannot take downloads. {sentence}</source>
        <translation>Dieser Ordner kann keine Downloads aufnehmen. {sentence}</translation>
    </message>
</context>
<context>
    <name>DropOverlay</name>
    <message>
        <source>Drop to attach the picture to {ticket}</source>
        <translation>Loslassen, um das Bild an {ticket} anzuhängen</translation>
    </message>
    <message>
        <source>Drop to attach it to {ticket}</source>
        <translation>Loslassen, um die Datei an {ticket} anzuhängen</translation>
    </message>
    <message numerus="yes">
        <source>Drop to attach %n items to {ticket}</source>
        <translation>
            <numerusform>Loslassen, um %n Element an {ticket} anzuhängen</numerusform>
            <numerusform>Loslassen, um %n Elemente an {ticket} anzuhängen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FileCard</name>
    <message>
        <source>Loading</source>
        <translation>Wird geladen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>FileOpener</name>
    <message>
        <source>The file is not there any more: {name}</source>
        <translation>Die Datei ist nicht mehr da: {name}</translation>
    </message>
    <message>
        <source>The folder is not there: {folder}</source>
        <translation>Den Ordner gibt es nicht: {folder}</translation>
    </message>
    <message>
        <source>The folder could not be opened: {folder}</source>
        <translation>Der Ordner konnte nicht geöffnet werden: {folder}</translation>
    </message>
    <message>
        <source>No program opens “{name}”.</source>
        <translation>Kein Programm öffnet „{name}“.</translation>
    </message>
    <message>
        <source>Open with</source>
        <translation>Öffnen mit</translation>
    </message>
    <message>
        <source>Programs (*.app)</source>
        <translation>Programme (*.app)</translation>
    </message>
    <message>
        <source>{program} could not be started.</source>
        <translation>{program} konnte nicht gestartet werden.</translation>
    </message>
</context>
<context>
    <name>FilterMenu</name>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>PDF documents</source>
        <translation>PDF-Dokumente</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Web pages</source>
        <translation>Webseiten</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>Archives</source>
        <translation>Archive</translation>
    </message>
    <message>
        <source>Under 100 kB</source>
        <translation>Unter 100 kB</translation>
    </message>
    <message>
        <source>Over 1 MB</source>
        <translation>Über 1 MB</translation>
    </message>
    <message>
        <source>Over 10 MB</source>
        <translation>Über 10 MB</translation>
    </message>
    <message>
        <source>Over 25 MB</source>
        <translation>Über 25 MB</translation>
    </message>
    <message>
        <source>&amp;Type</source>
        <translation>&amp;Typ</translation>
    </message>
    <message>
        <source>&amp;Size</source>
        <translation>&amp;Größe</translation>
    </message>
    <message>
        <source>&amp;Uploaded by</source>
        <translation>&amp;Hochgeladen von</translation>
    </message>
    <message>
        <source>&amp;Clear the filter</source>
        <translation>Filter &amp;leeren</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>Alle</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in this file</source>
        <translation>In dieser Datei suchen</translation>
    </message>
    <message>
        <source>Match &amp;case</source>
        <translation>&amp;Groß-/Kleinschreibung</translation>
    </message>
    <message>
        <source>Previous match (Shift+F3)</source>
        <translation>Vorherige Stelle (Umschalt+F3)</translation>
    </message>
    <message>
        <source>Next match (F3)</source>
        <translation>Nächste Stelle (F3)</translation>
    </message>
    <message>
        <source>Close the find bar (Esc)</source>
        <translation>Suchleiste schließen (Esc)</translation>
    </message>
</context>
<context>
    <name>FindingCommands</name>
    <message>
        <source>Choose a ticket first.</source>
        <translation>Wählen Sie zuerst ein Ticket.</translation>
    </message>
    <message>
        <source>The names of people have not come yet.</source>
        <translation>Die Namen der Personen sind noch nicht da.</translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>{size}/s</source>
        <translation>{size}/s</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} min {seconds} s</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation>{days} T {hours} h</translation>
    </message>
    <message>
        <source>{duration} left</source>
        <translation>noch {duration}</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>{minutes} min ago</source>
        <translation>vor {minutes} min</translation>
    </message>
    <message>
        <source>{hours} h ago</source>
        <translation>vor {hours} h</translation>
    </message>
    <message>
        <source>today, {time}</source>
        <translation>heute, {time}</translation>
    </message>
    <message>
        <source>yesterday, {time}</source>
        <translation>gestern, {time}</translation>
    </message>
    <message>
        <source>{date}, {time} ({zone})</source>
        <translation>{date}, {time} ({zone})</translation>
    </message>
    <message>
        <source>1 byte</source>
        <translation>1 Byte</translation>
    </message>
</context>
<context>
    <name>GalleryView</name>
    <message>
        <source>Attachments as pictures</source>
        <translation>Anhänge als Bilder</translation>
    </message>
</context>
<context>
    <name>GeneralPage</name>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Erscheinungsbild</translation>
    </message>
    <message>
        <source>&amp;Tell me when transfers end while I do something else</source>
        <translation>&amp;Mitteilen, wenn Übertragungen enden, während ich etwas anderes tue</translation>
    </message>
    <message>
        <source>Another language holds from the next start on.</source>
        <translation>Eine andere Sprache gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>&amp;Language:</source>
        <translation>&amp;Sprache:</translation>
    </message>
    <message>
        <source>&amp;Appearance:</source>
        <translation>&amp;Erscheinungsbild:</translation>
    </message>
    <message>
        <source>Notifications:</source>
        <translation>Mitteilungen:</translation>
    </message>
</context>
<context>
    <name>HandingOut</name>
    <message>
        <source>Select an attachment first.</source>
        <translation>Wählen Sie zuerst einen Anhang aus.</translation>
    </message>
    <message>
        <source>Select one attachment.</source>
        <translation>Wählen Sie einen Anhang aus.</translation>
    </message>
    <message>
        <source>There is nothing to save.</source>
        <translation>Es gibt nichts zu speichern.</translation>
    </message>
    <message numerus="yes">
        <source>Copied %n files. Paste them where you want them.</source>
        <translation>
            <numerusform>%n Datei kopiert. Fügen Sie sie ein, wo Sie sie brauchen.</numerusform>
            <numerusform>%n Dateien kopiert. Fügen Sie sie ein, wo Sie sie brauchen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files are here now. Drag them once more.</source>
        <translation>
            <numerusform>%n Datei ist jetzt hier. Ziehen Sie sie noch einmal.</numerusform>
            <numerusform>%n Dateien sind jetzt hier. Ziehen Sie sie noch einmal.</numerusform>
        </translation>
    </message>
    <message>
        <source>Copied a link to “{name}”. It opens the file to anybody who has it.</source>
        <translation>Ein Link zu „{name}“ wurde kopiert. Er öffnet die Datei für jeden, der ihn hat.</translation>
    </message>
    <message>
        <source>Copied a link to “{name}”. Until {time} it opens the file to anybody who has it.</source>
        <translation>Ein Link zu „{name}“ wurde kopiert. Bis {time} öffnet er die Datei für jeden, der ihn hat.</translation>
    </message>
    <message>
        <source>Fetching “{name}”</source>
        <translation>„{name}“ wird abgerufen</translation>
    </message>
    <message numerus="yes">
        <source>Fetching %n files</source>
        <translation>
            <numerusform>%n Datei wird abgerufen</numerusform>
            <numerusform>%n Dateien werden abgerufen</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>{what}: {done} of {total}</source>
        <translation>{what}: {done} von {total}</translation>
    </message>
</context>
<context>
    <name>HtmlViewer</name>
    <message>
        <source>Source</source>
        <translation>Quelltext</translation>
    </message>
    <message>
        <source>Show the source of the page</source>
        <translation>Den Quelltext der Seite zeigen</translation>
    </message>
    <message>
        <source>Only the beginning is shown as a page. The source has the rest.</source>
        <translation>Nur der Anfang wird als Seite gezeigt. Der Quelltext enthält den Rest.</translation>
    </message>
    <message>
        <source>Page {name}</source>
        <translation>Seite {name}</translation>
    </message>
</context>
<context>
    <name>ImageTools</name>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>1:1</source>
        <translation>1:1</translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation>Nach links drehen</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>Nach rechts drehen</translation>
    </message>
    <message>
        <source>Previous frame</source>
        <translation>Vorheriges Einzelbild</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Next frame</source>
        <translation>Nächstes Einzelbild</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
</context>
<context>
    <name>ImageViewer</name>
    <message>
        <source>{width} × {height} pixels</source>
        <translation>{width} × {height} Pixel</translation>
    </message>
    <message>
        <source>{count} frames</source>
        <translation>{count} Einzelbilder</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>The file is cut short: a part of the picture is missing.</source>
        <translation>Die Datei ist abgeschnitten: Ein Teil des Bildes fehlt.</translation>
    </message>
    <message>
        <source>Only the first {count} frames are played here.</source>
        <translation>Nur die ersten {count} Einzelbilder werden hier abgespielt.</translation>
    </message>
    <message>
        <source>Picture {name}</source>
        <translation>Bild {name}</translation>
    </message>
    <message>
        <source>Its content is not a PNG, JPEG, GIF or WebP picture.</source>
        <translation>Der Inhalt ist kein PNG-, JPEG-, GIF- oder WebP-Bild.</translation>
    </message>
    <message>
        <source>The picture has too many pixels to be shown here.</source>
        <translation>Das Bild hat zu viele Pixel, um hier gezeigt zu werden.</translation>
    </message>
    <message>
        <source>The picture takes too long to decode, so it is not shown here.</source>
        <translation>Das Bild braucht zu lange zum Entschlüsseln und wird deshalb hier nicht gezeigt.</translation>
    </message>
    <message>
        <source>The picture made its decoder fail, so it is not shown here.</source>
        <translation>Das Bild hat seinen Decoder scheitern lassen und wird deshalb hier nicht gezeigt.</translation>
    </message>
    <message>
        <source>The picture&apos;s file could not be read. Select it again to fetch it anew.</source>
        <translation>Die Bilddatei konnte nicht gelesen werden. Wählen Sie sie noch einmal aus, um sie neu abzurufen.</translation>
    </message>
    <message>
        <source>The picture is damaged and cannot be shown.</source>
        <translation>Das Bild ist beschädigt und kann nicht gezeigt werden.</translation>
    </message>
</context>
<context>
    <name>Intake</name>
    <message numerus="yes">
        <source>Packing files: %n</source>
        <translation>
            <numerusform>%n Datei wird gepackt</numerusform>
            <numerusform>%n Dateien werden gepackt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not sent, as you decided: %n</source>
        <translation>
            <numerusform>Wie von Ihnen entschieden nicht gesendet: %n</numerusform>
            <numerusform>Wie von Ihnen entschieden nicht gesendet: %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KeyField</name>
    <message>
        <source>API key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Paste your key here</source>
        <translation>Fügen Sie Ihren Schlüssel hier ein</translation>
    </message>
    <message>
        <source>&amp;API key</source>
        <translation>&amp;API-Schlüssel</translation>
    </message>
    <message>
        <source>To make one: in TopTickets, Settings → API keys.</source>
        <translation>So erstellen Sie einen: in TopTickets, Einstellungen → API-Schlüssel.</translation>
    </message>
    <message>
        <source>Hide the key</source>
        <translation>Schlüssel verbergen</translation>
    </message>
    <message>
        <source>Show the key</source>
        <translation>Schlüssel zeigen</translation>
    </message>
</context>
<context>
    <name>KeyPage</name>
    <message>
        <source>Profile and key</source>
        <translation>Profil und Schlüssel</translation>
    </message>
    <message>
        <source>&amp;Manage profiles…</source>
        <translation>Profile &amp;verwalten…</translation>
    </message>
    <message>
        <source>Nothing, without a key.</source>
        <translation>Ohne Schlüssel nichts.</translation>
    </message>
    <message>
        <source>Change &amp;key…</source>
        <translation>&amp;Schlüssel ändern…</translation>
    </message>
    <message>
        <source>&amp;Sign in…</source>
        <translation>&amp;Anmelden…</translation>
    </message>
    <message>
        <source>&amp;Remove key…</source>
        <translation>Schlüssel &amp;entfernen…</translation>
    </message>
    <message>
        <source>Profile:</source>
        <translation>Profil:</translation>
    </message>
    <message>
        <source>API key:</source>
        <translation>API-Schlüssel:</translation>
    </message>
    <message>
        <source>Permissions:</source>
        <translation>Berechtigungen:</translation>
    </message>
    <message>
        <source>Not signed in.</source>
        <translation>Nicht angemeldet.</translation>
    </message>
    <message>
        <source>{kind}. {where}</source>
        <translation>{kind}. {where}</translation>
    </message>
    <message>
        <source>To stop using it, start the program without TOPTICKETS_API_KEY.</source>
        <translation>Um ihn nicht mehr zu verwenden, starten Sie das Programm ohne TOPTICKETS_API_KEY.</translation>
    </message>
    <message>
        <source>Remove key</source>
        <translation>Schlüssel entfernen</translation>
    </message>
    <message>
        <source>Remove the API key from this computer?</source>
        <translation>Den API-Schlüssel von diesem Computer entfernen?</translation>
    </message>
    <message>
        <source>You are signed out, and what is being transferred stops. The key itself stays valid: revoke it in TopTickets.</source>
        <translation>Sie werden abgemeldet, und laufende Übertragungen enden. Der Schlüssel selbst bleibt gültig: Widerrufen Sie ihn in TopTickets.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Admin key</source>
        <translation>Administratorschlüssel</translation>
    </message>
    <message>
        <source>Read-only key</source>
        <translation>Nur-Lese-Schlüssel</translation>
    </message>
    <message>
        <source>Agent key</source>
        <translation>Agentenschlüssel</translation>
    </message>
    <message>
        <source>Live key</source>
        <translation>Live-Schlüssel</translation>
    </message>
    <message>
        <source>{kind}: sees attachments, uploads and deletes as far as its permissions go. {count} requests a minute.</source>
        <translation>{kind}: sieht Anhänge, lädt hoch und löscht, soweit seine Berechtigungen reichen. {count} Anfragen pro Minute.</translation>
    </message>
    <message>
        <source>{kind}: sees and saves attachments, but can neither upload nor delete. {count} requests a minute.</source>
        <translation>{kind}: sieht und speichert Anhänge, kann aber weder hochladen noch löschen. {count} Anfragen pro Minute.</translation>
    </message>
    <message>
        <source>It was given in the environment (TOPTICKETS_API_KEY) and is never stored.</source>
        <translation>Er wurde in der Umgebung übergeben (TOPTICKETS_API_KEY) und wird nie gespeichert.</translation>
    </message>
    <message>
        <source>It is kept in the system&apos;s keyring.</source>
        <translation>Er liegt im Schlüsselbund des Systems.</translation>
    </message>
    <message>
        <source>It is kept until you quit, and stored nowhere.</source>
        <translation>Er wird bis zum Beenden behalten und nirgends gespeichert.</translation>
    </message>
    <message>
        <source>In the table of attachments</source>
        <translation>In der Tabelle der Anhänge</translation>
    </message>
    <message>
        <source>Download, or say where it is saved</source>
        <translation>Herunterladen, oder sagen, wo der Anhang gespeichert ist</translation>
    </message>
    <message>
        <source>Take the selection away</source>
        <translation>Die Auswahl aufheben</translation>
    </message>
    <message>
        <source>Menu for the selection</source>
        <translation>Menü für die Auswahl</translation>
    </message>
    <message>
        <source>In a field</source>
        <translation>In einem Feld</translation>
    </message>
    <message>
        <source>Take the filter away, then go to the table</source>
        <translation>Den Filter wegnehmen, dann zur Tabelle gehen</translation>
    </message>
    <message>
        <source>Go to the table</source>
        <translation>Zur Tabelle gehen</translation>
    </message>
    <message>
        <source>In the palette</source>
        <translation>In der Befehlspalette</translation>
    </message>
    <message>
        <source>Choose from the results</source>
        <translation>Aus den Ergebnissen wählen</translation>
    </message>
    <message>
        <source>Do it</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Commands only</source>
        <translation>Nur Befehle</translation>
    </message>
    <message>
        <source>On the filters of tickets</source>
        <translation>Auf den Filtern der Tickets</translation>
    </message>
    <message>
        <source>From one to the next</source>
        <translation>Von einem zum nächsten</translation>
    </message>
    <message>
        <source>Turn on or off</source>
        <translation>Ein- oder ausschalten</translation>
    </message>
</context>
<context>
    <name>KnownLists</name>
    <message>
        <source>What was known of tickets was damaged and has been set aside; it is fetched anew.</source>
        <translation>Was von den Tickets bekannt war, war beschädigt und wurde beiseitegelegt; es wird neu geholt.</translation>
    </message>
    <message>
        <source>What was known of tickets is from a later release and has been set aside.</source>
        <translation>Was von den Tickets bekannt war, stammt von einer neueren Version und wurde beiseitegelegt.</translation>
    </message>
    <message>
        <source>Another program has the list of known tickets: this window does without it.</source>
        <translation>Ein anderes Programm hat die Liste der bekannten Tickets: Dieses Fenster kommt ohne sie aus.</translation>
    </message>
    <message>
        <source>What is known of tickets cannot be kept on this computer.</source>
        <translation>Was von den Tickets bekannt ist, kann auf diesem Rechner nicht aufbewahrt werden.</translation>
    </message>
</context>
<context>
    <name>LogDialog</name>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Least level</source>
        <translation>Niedrigste Stufe</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Information and above</source>
        <translation>Informationen und darüber</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>Warnungen und Fehler</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>Nur Fehler</translation>
    </message>
    <message>
        <source>Filter the log</source>
        <translation>Protokoll filtern</translation>
    </message>
    <message>
        <source>&amp;Follow</source>
        <translation>&amp;Mitlaufen</translation>
    </message>
    <message>
        <source>Scroll to what is new</source>
        <translation>Zu Neuem blättern</translation>
    </message>
    <message>
        <source>Details of the entry</source>
        <translation>Einzelheiten des Eintrags</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Copy the selected entries, or all that are shown; keys and links are taken out</source>
        <translation>Die ausgewählten oder alle gezeigten Einträge kopieren; Schlüssel und Links werden entfernt</translation>
    </message>
    <message>
        <source>&amp;Show in folder</source>
        <translation>Im &amp;Ordner zeigen</translation>
    </message>
    <message numerus="yes">
        <source>Copied: %n</source>
        <translation>
            <numerusform>Kopiert: %n</numerusform>
            <numerusform>Kopiert: %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LogModel</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>Detail</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>Information</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
</context>
<context>
    <name>MainToolbar</name>
    <message>
        <source>Main toolbar</source>
        <translation>Hauptwerkzeugleiste</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Something went wrong inside the program ({kind}).</source>
        <translation>Im Programm ist etwas schiefgegangen ({kind}).</translation>
    </message>
    <message>
        <source>Details…</source>
        <translation>Einzelheiten…</translation>
    </message>
</context>
<context>
    <name>MemberModel</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Packed</source>
        <translation>Gepackt</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>{name}, protected by a password</source>
        <translation>{name}, mit einem Passwort geschützt</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>{file} is missing in the service&apos;s storage, though the service still lists it.</source>
        <translation>{file} fehlt im Speicher des Dienstes, obwohl der Dienst die Datei noch auflistet.</translation>
    </message>
    <message>
        <source>{file} is not on the service any more.</source>
        <translation>{file} ist nicht mehr beim Dienst.</translation>
    </message>
    <message>
        <source>{file}: {what_happened}</source>
        <translation>{file}: {what_happened}</translation>
    </message>
    <message>
        <source>“{name}”</source>
        <translation>„{name}“</translation>
    </message>
    <message>
        <source>The file</source>
        <translation>Die Datei</translation>
    </message>
    <message>
        <source>Something went wrong that the program has no words for.</source>
        <translation>Es ist etwas schiefgegangen, wofür das Programm keine Worte hat.</translation>
    </message>
    <message>
        <source>This is not a web address.</source>
        <translation>Das ist keine Webadresse.</translation>
    </message>
    <message>
        <source>The address must begin with https://; plain http:// is allowed to this computer only.</source>
        <translation>Die Adresse muss mit https:// beginnen; einfaches http:// ist nur zu diesem Computer erlaubt.</translation>
    </message>
    <message>
        <source>The address must not hold a user name or a password.</source>
        <translation>Die Adresse darf weder Benutzernamen noch Passwort enthalten.</translation>
    </message>
    <message>
        <source>The address must not hold a “?” or a “#”.</source>
        <translation>Die Adresse darf weder „?“ noch „#“ enthalten.</translation>
    </message>
    <message>
        <source>The address must end in /v1.</source>
        <translation>Die Adresse muss auf /v1 enden.</translation>
    </message>
    <message>
        <source>No API key was given.</source>
        <translation>Es wurde kein API-Schlüssel angegeben.</translation>
    </message>
    <message>
        <source>This is not a TopTickets API key: it should begin with tt_admin_, tt_agent_, tt_live_ or tt_ro_.</source>
        <translation>Das ist kein TopTickets-API-Schlüssel: Er müsste mit tt_admin_, tt_agent_, tt_live_ oder tt_ro_ beginnen.</translation>
    </message>
    <message>
        <source>An API key has only the letters A to Z, digits, “-” and “_”.</source>
        <translation>Ein API-Schlüssel besteht nur aus den Buchstaben A bis Z, Ziffern, „-“ und „_“.</translation>
    </message>
    <message>
        <source>The API key is too short: a part of it is missing.</source>
        <translation>Der API-Schlüssel ist zu kurz: Ein Teil fehlt.</translation>
    </message>
    <message>
        <source>The API key is too long: something else was pasted with it.</source>
        <translation>Der API-Schlüssel ist zu lang: Es wurde noch etwas anderes eingefügt.</translation>
    </message>
    <message>
        <source>The service did not accept the API key.</source>
        <translation>Der Dienst hat den API-Schlüssel nicht angenommen.</translation>
    </message>
    <message>
        <source>The API key may not do this: it lacks the permission “{scope}”.</source>
        <translation>Der API-Schlüssel darf das nicht: Ihm fehlt die Berechtigung „{scope}“.</translation>
    </message>
    <message>
        <source>The API key may not do this.</source>
        <translation>Der API-Schlüssel darf das nicht.</translation>
    </message>
    <message>
        <source>What was asked for is not on the service any more.</source>
        <translation>Das Gewünschte ist nicht mehr beim Dienst.</translation>
    </message>
    <message>
        <source>The service refused the request.</source>
        <translation>Der Dienst hat die Anfrage abgelehnt.</translation>
    </message>
    <message>
        <source>There were too many requests; the service asks to wait for {duration}.</source>
        <translation>Es waren zu viele Anfragen; der Dienst bittet, {duration} zu warten.</translation>
    </message>
    <message>
        <source>There were too many requests in a short time.</source>
        <translation>Es waren zu viele Anfragen in kurzer Zeit.</translation>
    </message>
    <message>
        <source>The service has a fault of its own.</source>
        <translation>Der Dienst hat selbst einen Fehler.</translation>
    </message>
    <message>
        <source>The service could not do this.</source>
        <translation>Der Dienst konnte das nicht tun.</translation>
    </message>
    <message>
        <source>The service&apos;s address was not found: there is no network, or the address is wrong.</source>
        <translation>Die Adresse des Dienstes wurde nicht gefunden: Es gibt kein Netz, oder die Adresse ist falsch.</translation>
    </message>
    <message>
        <source>There is no connection to the service.</source>
        <translation>Es gibt keine Verbindung zum Dienst.</translation>
    </message>
    <message>
        <source>No secure connection to the service could be made.</source>
        <translation>Es kam keine sichere Verbindung zum Dienst zustande.</translation>
    </message>
    <message>
        <source>The proxy did not let the request through.</source>
        <translation>Der Proxy hat die Anfrage nicht durchgelassen.</translation>
    </message>
    <message>
        <source>The service did not answer in time.</source>
        <translation>Der Dienst hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>The connection to the service broke off.</source>
        <translation>Die Verbindung zum Dienst ist abgebrochen.</translation>
    </message>
    <message>
        <source>A web page came in place of the service&apos;s answer, probably from a proxy on the way.</source>
        <translation>Statt der Antwort des Dienstes kam eine Webseite, wahrscheinlich von einem Proxy auf dem Weg.</translation>
    </message>
    <message>
        <source>The answer was empty.</source>
        <translation>Die Antwort war leer.</translation>
    </message>
    <message>
        <source>The answer is not in the service&apos;s form (JSON).</source>
        <translation>Die Antwort ist nicht in der Form des Dienstes (JSON).</translation>
    </message>
    <message>
        <source>The answer is JSON, but not what the service documents.</source>
        <translation>Die Antwort ist JSON, aber nicht das, was der Dienst dokumentiert.</translation>
    </message>
    <message>
        <source>The answer points to another address, which the service never does.</source>
        <translation>Die Antwort verweist auf eine andere Adresse, was der Dienst nie tut.</translation>
    </message>
    <message>
        <source>The answer is larger than the service ever sends.</source>
        <translation>Die Antwort ist größer, als der Dienst je sendet.</translation>
    </message>
    <message>
        <source>The answer has a status that the service does not use.</source>
        <translation>Die Antwort hat einen Status, den der Dienst nicht verwendet.</translation>
    </message>
    <message>
        <source>The storage did not accept the link to the file.</source>
        <translation>Der Speicher hat den Link zur Datei nicht angenommen.</translation>
    </message>
    <message>
        <source>The storage did not hand out the file.</source>
        <translation>Der Speicher hat die Datei nicht herausgegeben.</translation>
    </message>
    <message>
        <source>{file} came incomplete and was thrown away: {received} of {expected} arrived.</source>
        <translation>{file} kam unvollständig an und wurde verworfen: {received} von {expected} sind angekommen.</translation>
    </message>
    <message>
        <source>{file} was sent, but no answer came: it may or may not be stored.</source>
        <translation>{file} wurde gesendet, aber es kam keine Antwort: Vielleicht ist sie gespeichert, vielleicht nicht.</translation>
    </message>
    <message>
        <source>{file} stood still for too long and was stopped.</source>
        <translation>{file} stand zu lange still und wurde angehalten.</translation>
    </message>
    <message>
        <source>{file} changed while it was being sent, and was not stored.</source>
        <translation>{file} hat sich während des Sendens geändert und wurde nicht gespeichert.</translation>
    </message>
    <message>
        <source>{file} was stopped.</source>
        <translation>{file} wurde angehalten.</translation>
    </message>
    <message>
        <source>{file} could not be transferred.</source>
        <translation>{file} konnte nicht übertragen werden.</translation>
    </message>
    <message>
        <source>{file} was saved without {missing} of its {total} files.</source>
        <translation>{file} wurde ohne {missing} der {total} Dateien gespeichert.</translation>
    </message>
    <message>
        <source>{file} was not saved: {missing} of its {total} files could not be fetched.</source>
        <translation>{file} wurde nicht gespeichert: {missing} der {total} Dateien konnten nicht abgerufen werden.</translation>
    </message>
    <message>
        <source>{what_happened} {first}</source>
        <translation>{what_happened} {first}</translation>
    </message>
    <message>
        <source>{file} is not there any more.</source>
        <translation>{file} gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>{file} is a folder with no files in it that can be sent.</source>
        <translation>{file} ist ein Ordner ohne Dateien, die gesendet werden können.</translation>
    </message>
    <message>
        <source>{file} is not a plain file: a pipe, a device, or a link out of the folder.</source>
        <translation>{file} ist keine gewöhnliche Datei: eine Pipe, ein Gerät oder eine Verknüpfung, die aus dem Ordner hinausführt.</translation>
    </message>
    <message>
        <source>{file} cannot be read.</source>
        <translation>{file} kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>{file} is empty.</source>
        <translation>{file} ist leer.</translation>
    </message>
    <message>
        <source>{file} is too large: {size}, and at most {limit} MB are taken.</source>
        <translation>{file} ist zu groß: {size}; höchstens {limit} MB werden angenommen.</translation>
    </message>
    <message>
        <source>{file} is too large: at most {limit} MB are taken.</source>
        <translation>{file} ist zu groß: Höchstens {limit} MB werden angenommen.</translation>
    </message>
    <message>
        <source>{file} is {type}, which the service does not take.</source>
        <translation>{file} ist {type}; das nimmt der Dienst nicht an.</translation>
    </message>
    <message>
        <source>{file} is named as {named}, but is {found}.</source>
        <translation>{file} heißt wie {named}, ist aber {found}.</translation>
    </message>
    <message>
        <source>{file} has invisible control characters in its name.</source>
        <translation>{file} hat unsichtbare Steuerzeichen im Namen.</translation>
    </message>
    <message>
        <source>{file} has a name that cannot be sent: it is not valid Unicode.</source>
        <translation>{file} hat einen Namen, der nicht gesendet werden kann: Er ist kein gültiges Unicode.</translation>
    </message>
    <message>
        <source>{file} has too long a name: at most {limit} bytes are possible.</source>
        <translation>{file} hat einen zu langen Namen: Höchstens {limit} Byte sind möglich.</translation>
    </message>
    <message>
        <source>{file} has more files in it than can be taken at once: none of them was sent.</source>
        <translation>{file} enthält mehr Dateien, als auf einmal angenommen werden: Keine davon wurde gesendet.</translation>
    </message>
    <message>
        <source>{file} was not found on this computer.</source>
        <translation>{file} wurde auf diesem Computer nicht gefunden.</translation>
    </message>
    <message>
        <source>{file} cannot be read or written: you lack the permission on this computer.</source>
        <translation>{file} kann nicht gelesen oder geschrieben werden: Ihnen fehlt auf diesem Computer die Berechtigung.</translation>
    </message>
    <message>
        <source>{file} was not saved: the disk is full.</source>
        <translation>{file} wurde nicht gespeichert: Der Datenträger ist voll.</translation>
    </message>
    <message>
        <source>{file} was not saved: the place is read-only.</source>
        <translation>{file} wurde nicht gespeichert: Dort darf nur gelesen werden.</translation>
    </message>
    <message>
        <source>{file} was not saved: something of that name is there already.</source>
        <translation>{file} wurde nicht gespeichert: Es gibt schon etwas mit diesem Namen.</translation>
    </message>
    <message>
        <source>{file} was not saved: its name is too long for this disk.</source>
        <translation>{file} wurde nicht gespeichert: Der Name ist für diesen Datenträger zu lang.</translation>
    </message>
    <message>
        <source>{file} is in use by another program.</source>
        <translation>{file} wird von einem anderen Programm verwendet.</translation>
    </message>
    <message>
        <source>{file} could not be read or written: the system reported {code}.</source>
        <translation>{file} konnte nicht gelesen oder geschrieben werden: Das System meldet {code}.</translation>
    </message>
    <message>
        <source>{file} could not be read or written.</source>
        <translation>{file} konnte nicht gelesen oder geschrieben werden.</translation>
    </message>
    <message>
        <source>This computer has no keyring that can keep the API key.</source>
        <translation>Dieser Computer hat keinen Schlüsselbund, der den API-Schlüssel aufbewahren kann.</translation>
    </message>
    <message>
        <source>The keyring did not answer in time.</source>
        <translation>Der Schlüsselbund hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>The keyring did not keep or give out the API key.</source>
        <translation>Der Schlüsselbund hat den API-Schlüssel nicht aufbewahrt oder nicht herausgegeben.</translation>
    </message>
    <message>
        <source>The API key could not be kept or read.</source>
        <translation>Der API-Schlüssel konnte nicht aufbewahrt oder gelesen werden.</translation>
    </message>
    <message>
        <source>{sentence} (HTTP {status}).</source>
        <translation>{sentence} (HTTP {status}).</translation>
    </message>
    <message>
        <source>{sentence}; it says: “{detail}”</source>
        <translation>{sentence}; er meldet: „{detail}“</translation>
    </message>
    <message>
        <source>{sentence} ({cause}).</source>
        <translation>{sentence} ({cause}).</translation>
    </message>
    <message>
        <source>{count} bytes</source>
        <translation>{count} Byte</translation>
    </message>
    <message>
        <source>It looks like https://api.toptickets.app/v1.</source>
        <translation>Sie sieht so aus: https://api.toptickets.app/v1.</translation>
    </message>
    <message>
        <source>Copy the key again, or make a new one in TopTickets: Settings → API keys.</source>
        <translation>Kopieren Sie den Schlüssel noch einmal oder erstellen Sie einen neuen in TopTickets: Einstellungen → API-Schlüssel.</translation>
    </message>
    <message>
        <source>Check this computer&apos;s clock, and ask your IT department whether the connection is inspected.</source>
        <translation>Prüfen Sie die Uhr dieses Computers und fragen Sie Ihre IT-Abteilung, ob die Verbindung überwacht wird.</translation>
    </message>
    <message>
        <source>Check the proxy in the preferences and in the system&apos;s network settings.</source>
        <translation>Prüfen Sie den Proxy in den Einstellungen hier und in den Netzwerkeinstellungen des Systems.</translation>
    </message>
    <message>
        <source>Check the network connection, then try again.</source>
        <translation>Prüfen Sie die Netzwerkverbindung und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>Ask an administrator for a key that may, or sign in with another one.</source>
        <translation>Bitten Sie einen Administrator um einen Schlüssel, der das darf, oder melden Sie sich mit einem anderen an.</translation>
    </message>
    <message>
        <source>Refresh to see what is there now.</source>
        <translation>Aktualisieren Sie, um zu sehen, was jetzt da ist.</translation>
    </message>
    <message>
        <source>Wait a moment, then try again.</source>
        <translation>Warten Sie einen Moment und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>Try again in a few minutes.</source>
        <translation>Versuchen Sie es in einigen Minuten erneut.</translation>
    </message>
    <message>
        <source>The network may want you to sign in with a web browser first. Then try again.</source>
        <translation>Vielleicht verlangt das Netz zuerst eine Anmeldung im Browser. Versuchen Sie es danach erneut.</translation>
    </message>
    <message>
        <source>Check the service&apos;s address, then try again.</source>
        <translation>Prüfen Sie die Adresse des Dienstes und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>Look among the ticket&apos;s attachments before you send it again.</source>
        <translation>Sehen Sie bei den Anhängen des Tickets nach, bevor Sie sie noch einmal senden.</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The key can be kept until you quit; you will be asked for it again next time.</source>
        <translation>Der Schlüssel kann bis zum Beenden behalten werden; beim nächsten Mal werden Sie wieder danach gefragt.</translation>
    </message>
    <message>
        <source>Unlock the keyring (its window may be behind this one), then try again.</source>
        <translation>Entsperren Sie den Schlüsselbund (sein Fenster liegt vielleicht hinter diesem) und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>Check the system&apos;s password manager, or keep the key for this session only.</source>
        <translation>Prüfen Sie die Passwortverwaltung des Systems oder behalten Sie den Schlüssel nur für diese Sitzung.</translation>
    </message>
    <message>
        <source>Text, HTML, PDF, images, videos and archives are taken; put other files into a ZIP archive.</source>
        <translation>Text, HTML, PDF, Bilder, Videos und Archive werden angenommen; packen Sie andere Dateien in ein ZIP-Archiv.</translation>
    </message>
    <message>
        <source>Give the file the ending that belongs to its content, if you know where it comes from.</source>
        <translation>Geben Sie der Datei die Endung, die zu ihrem Inhalt gehört, wenn Sie wissen, woher sie stammt.</translation>
    </message>
    <message>
        <source>Compress it, or split it into smaller files.</source>
        <translation>Komprimieren Sie sie oder teilen Sie sie in kleinere Dateien.</translation>
    </message>
    <message>
        <source>Check the file&apos;s permissions.</source>
        <translation>Prüfen Sie die Zugriffsrechte der Datei.</translation>
    </message>
    <message>
        <source>Rename the file.</source>
        <translation>Benennen Sie die Datei um.</translation>
    </message>
    <message>
        <source>Choose the files themselves.</source>
        <translation>Wählen Sie die Dateien selbst aus.</translation>
    </message>
    <message>
        <source>Make room on the disk, then try again.</source>
        <translation>Schaffen Sie Platz auf dem Datenträger und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>Close it there, then try again.</source>
        <translation>Schließen Sie sie dort und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>Choose another folder or name.</source>
        <translation>Wählen Sie einen anderen Ordner oder Namen.</translation>
    </message>
    <message>
        <source>Address not usable</source>
        <translation>Adresse nicht verwendbar</translation>
    </message>
    <message>
        <source>Not an API key</source>
        <translation>Kein API-Schlüssel</translation>
    </message>
    <message>
        <source>Proxy not usable</source>
        <translation>Proxy nicht verwendbar</translation>
    </message>
    <message>
        <source>Certificates not usable</source>
        <translation>Zertifikate nicht verwendbar</translation>
    </message>
    <message>
        <source>Key not accepted</source>
        <translation>Schlüssel nicht angenommen</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>Keine Verbindung</translation>
    </message>
    <message>
        <source>Not allowed</source>
        <translation>Nicht erlaubt</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Nicht gefunden</translation>
    </message>
    <message>
        <source>Refused by the service</source>
        <translation>Vom Dienst abgelehnt</translation>
    </message>
    <message>
        <source>Too many requests</source>
        <translation>Zu viele Anfragen</translation>
    </message>
    <message>
        <source>The service failed</source>
        <translation>Der Dienst ist gescheitert</translation>
    </message>
    <message>
        <source>File missing</source>
        <translation>Datei fehlt</translation>
    </message>
    <message>
        <source>The storage failed</source>
        <translation>Der Speicher ist gescheitert</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>Unvollständig</translation>
    </message>
    <message>
        <source>May or may not be stored</source>
        <translation>Vielleicht gespeichert</translation>
    </message>
    <message>
        <source>Files missing in the archive</source>
        <translation>Im Archiv fehlen Dateien</translation>
    </message>
    <message>
        <source>Stood still</source>
        <translation>Stillstand</translation>
    </message>
    <message>
        <source>File changed</source>
        <translation>Datei geändert</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Nicht gesendet</translation>
    </message>
    <message>
        <source>Problem with a file</source>
        <translation>Problem mit einer Datei</translation>
    </message>
    <message>
        <source>No keyring</source>
        <translation>Kein Schlüsselbund</translation>
    </message>
    <message>
        <source>Keyring problem</source>
        <translation>Problem mit dem Schlüsselbund</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
</context>
<context>
    <name>Network</name>
    <message>
        <source>It looks like http://proxy.example.com:3128.</source>
        <translation>Sie sieht so aus: http://proxy.example.com:3128.</translation>
    </message>
    <message>
        <source>Ask your IT department for the certificate as a PEM file.</source>
        <translation>Bitten Sie Ihre IT-Abteilung um das Zertifikat als PEM-Datei.</translation>
    </message>
    <message>
        <source>No proxy was given.</source>
        <translation>Es wurde kein Proxy angegeben.</translation>
    </message>
    <message>
        <source>This is not the address of a proxy.</source>
        <translation>Das ist keine Adresse eines Proxys.</translation>
    </message>
    <message>
        <source>Only http:// and https:// proxies can be used.</source>
        <translation>Nur http://- und https://-Proxys können verwendet werden.</translation>
    </message>
    <message>
        <source>The proxy must not hold a user name or a password: they would be stored as plain text.</source>
        <translation>Der Proxy darf weder Benutzernamen noch Passwort enthalten: Sie würden im Klartext gespeichert.</translation>
    </message>
    <message>
        <source>The certificates in “{name}” cannot be read.</source>
        <translation>Die Zertifikate in „{name}“ können nicht gelesen werden.</translation>
    </message>
    <message>
        <source>“{name}” is too large to be a file of certificates.</source>
        <translation>„{name}“ ist zu groß für eine Datei mit Zertifikaten.</translation>
    </message>
    <message>
        <source>“{name}” holds no certificates that can be used (PEM).</source>
        <translation>„{name}“ enthält keine verwendbaren Zertifikate (PEM).</translation>
    </message>
</context>
<context>
    <name>NetworkPage</name>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>Like the &amp;system</source>
        <translation>Wie das &amp;System</translation>
    </message>
    <message>
        <source>&amp;None</source>
        <translation>&amp;Keiner</translation>
    </message>
    <message>
        <source>&amp;This one:</source>
        <translation>&amp;Dieser:</translation>
    </message>
    <message>
        <source>Address of the proxy</source>
        <translation>Adresse des Proxys</translation>
    </message>
    <message>
        <source>File of extra certificates</source>
        <translation>Datei mit zusätzlichen Zertifikaten</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>Aus&amp;wählen…</translation>
    </message>
    <message>
        <source>Proxy:</source>
        <translation>Proxy:</translation>
    </message>
    <message>
        <source>A PEM file that is trusted besides the system&apos;s certificates, for a company&apos;s own.</source>
        <translation>Eine PEM-Datei, der neben den Zertifikaten des Systems vertraut wird, etwa für firmeneigene.</translation>
    </message>
    <message>
        <source>&amp;Extra certificates:</source>
        <translation>&amp;Zusätzliche Zertifikate:</translation>
    </message>
    <message>
        <source>Give the whole path of the file, or choose it.</source>
        <translation>Geben Sie den ganzen Pfad der Datei an oder wählen Sie sie aus.</translation>
    </message>
    <message>
        <source>Extra certificates</source>
        <translation>Zusätzliche Zertifikate</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation>Zertifikate (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>OpenWithDialog</name>
    <message>
        <source>Open with</source>
        <translation>Öffnen mit</translation>
    </message>
    <message>
        <source>Open “{name}” with</source>
        <translation>„{name}“ öffnen mit</translation>
    </message>
    <message>
        <source>Programs</source>
        <translation>Programme</translation>
    </message>
    <message>
        <source>{name} (default)</source>
        <translation>{name} (Standard)</translation>
    </message>
    <message>
        <source>No program on this computer says that it opens files of this kind.</source>
        <translation>Kein Programm auf diesem Computer gibt an, Dateien dieser Art zu öffnen.</translation>
    </message>
</context>
<context>
    <name>OpeningSheet</name>
    <message>
        <source>Open file</source>
        <translation>Datei öffnen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Open anyway</source>
        <translation>Trotzdem öffnen</translation>
    </message>
    <message>
        <source>It cannot be told what “{name}” is.</source>
        <translation>Es lässt sich nicht sagen, was „{name}“ ist.</translation>
    </message>
    <message>
        <source>“{name}” is {real}, though its name says that it is {named}.</source>
        <translation>„{name}“ ist {real}, obwohl der Name sagt, es sei {named}.</translation>
    </message>
    <message>
        <source>“{name}” is {real}.</source>
        <translation>„{name}“ ist {real}.</translation>
    </message>
    <message>
        <source>Opening it could run it, with all the rights that you have. It is not opened from here.</source>
        <translation>Beim Öffnen könnte es ausgeführt werden, mit allen Ihren Rechten. Von hier aus wird es nicht geöffnet.</translation>
    </message>
    <message>
        <source>Opening it could start any program or page that it names. It is not opened from here.</source>
        <translation>Beim Öffnen könnte jedes Programm und jede Seite starten, die darin genannt sind. Von hier aus wird es nicht geöffnet.</translation>
    </message>
    <message>
        <source>It can hold macros, which are programs. Open it only if you know who sent it, and leave macros off.</source>
        <translation>Es kann Makros enthalten, also Programme. Öffnen Sie es nur, wenn Sie den Absender kennen, und lassen Sie Makros ausgeschaltet.</translation>
    </message>
    <message>
        <source>A browser would run the scripts in it, and tell its sender that you opened it.</source>
        <translation>Ein Browser würde die Skripte darin ausführen und dem Absender verraten, dass Sie es geöffnet haben.</translation>
    </message>
    <message>
        <source>Its name and its content do not agree, so it is not opened from here.</source>
        <translation>Name und Inhalt passen nicht zusammen; deshalb wird es von hier aus nicht geöffnet.</translation>
    </message>
    <message>
        <source>It is not among the kinds of files that are known to do no harm when they are opened.</source>
        <translation>Es gehört nicht zu den Dateiarten, die beim Öffnen bekanntermaßen harmlos sind.</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>This page cannot be drawn.</source>
        <translation>Diese Seite kann nicht gezeichnet werden.</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Go to ticket or command</source>
        <translation>Gehe zu Ticket oder Befehl</translation>
    </message>
    <message>
        <source>Ticket number or subject, attachment, command</source>
        <translation>Ticketnummer oder Betreff, Anhang, Befehl</translation>
    </message>
    <message>
        <source>Up and down choose from the results, Enter does it, Esc closes.</source>
        <translation>Auf und Ab wählen aus den Ergebnissen, die Eingabetaste führt aus, Esc schließt.</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>This cannot be done now.</source>
        <translation>Das geht jetzt nicht.</translation>
    </message>
</context>
<context>
    <name>PaletteController</name>
    <message>
        <source>Nothing fits.</source>
        <translation>Nichts passt.</translation>
    </message>
    <message>
        <source>Open ticket {number}</source>
        <translation>Ticket {number} öffnen</translation>
    </message>
    <message>
        <source>Ask the service</source>
        <translation>Den Dienst fragen</translation>
    </message>
    <message>
        <source>Attachment · {size}</source>
        <translation>Anhang · {size}</translation>
    </message>
    <message>
        <source>Pinned ticket</source>
        <translation>Angeheftetes Ticket</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>Ticket</translation>
    </message>
</context>
<context>
    <name>PasteBar</name>
    <message>
        <source>The pasted picture</source>
        <translation>Das eingefügte Bild</translation>
    </message>
    <message>
        <source>Name of the pasted picture</source>
        <translation>Name des eingefügten Bildes</translation>
    </message>
    <message>
        <source>Time until the picture is sent</source>
        <translation>Zeit, bis das Bild gesendet wird</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Jetzt senden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>{width} × {height} pixels, {size}</source>
        <translation>{width} × {height} Pixel, {size}</translation>
    </message>
    <message>
        <source>This name cannot be sent.</source>
        <translation>Dieser Name kann nicht gesendet werden.</translation>
    </message>
    <message>
        <source>Goes to {ticket} in {seconds} s</source>
        <translation>Geht in {seconds} s an {ticket}</translation>
    </message>
    <message>
        <source>Goes to {ticket} when you press Enter</source>
        <translation>Geht an {ticket}, wenn Sie die Eingabetaste drücken</translation>
    </message>
</context>
<context>
    <name>Pasting</name>
    <message>
        <source>The picture was not sent.</source>
        <translation>Das Bild wurde nicht gesendet.</translation>
    </message>
    <message>
        <source>What was pasted cannot be read as a picture.</source>
        <translation>Das Eingefügte lässt sich nicht als Bild lesen.</translation>
    </message>
</context>
<context>
    <name>PdfViewer</name>
    <message>
        <source>Thumbnails of the pages</source>
        <translation>Miniaturen der Seiten</translation>
    </message>
    <message>
        <source>Page number</source>
        <translation>Seitenzahl</translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation>Miniaturen</translation>
    </message>
    <message>
        <source>Show or hide the thumbnails of the pages</source>
        <translation>Die Miniaturen der Seiten zeigen oder ausblenden</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>Show the pages smaller (−)</source>
        <translation>Die Seiten kleiner zeigen (−)</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Show the pages larger (+)</source>
        <translation>Die Seiten größer zeigen (+)</translation>
    </message>
    <message>
        <source>Fit width</source>
        <translation>An Breite anpassen</translation>
    </message>
    <message>
        <source>As wide as the window</source>
        <translation>So breit wie das Fenster</translation>
    </message>
    <message>
        <source>Fit page</source>
        <translation>Ganze Seite</translation>
    </message>
    <message>
        <source>A whole page at a time</source>
        <translation>Immer eine ganze Seite</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Find in this document (Ctrl+F)</source>
        <translation>In diesem Dokument suchen (Strg+F)</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the selected text (Ctrl+C)</source>
        <translation>Den ausgewählten Text kopieren (Strg+C)</translation>
    </message>
    <message>
        <source>Pages: {count}</source>
        <translation>Seiten: {count}</translation>
    </message>
    <message>
        <source>Pages of {name}</source>
        <translation>Seiten von {name}</translation>
    </message>
    <message>
        <source>of {count}</source>
        <translation>von {count}</translation>
    </message>
    <message>
        <source>Page {number} of {count}</source>
        <translation>Seite {number} von {count}</translation>
    </message>
    <message>
        <source>{number} of {total}</source>
        <translation>{number} von {total}</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Nicht gefunden</translation>
    </message>
</context>
<context>
    <name>Permissions</name>
    <message>
        <source>May: {list}.</source>
        <translation>Darf: {list}.</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
    <message>
        <source>May not: {list}.</source>
        <translation>Darf nicht: {list}.</translation>
    </message>
    <message>
        <source>see tickets</source>
        <translation>Tickets sehen</translation>
    </message>
    <message>
        <source>see and save attachments</source>
        <translation>Anhänge sehen und speichern</translation>
    </message>
    <message>
        <source>upload</source>
        <translation>hochladen</translation>
    </message>
    <message>
        <source>delete</source>
        <translation>löschen</translation>
    </message>
    <message>
        <source>see the names of people</source>
        <translation>die Namen von Personen sehen</translation>
    </message>
    <message>
        <source>Sign in first.</source>
        <translation>Melden Sie sich zuerst an.</translation>
    </message>
    <message>
        <source>This is a read-only key: it can neither upload nor delete.</source>
        <translation>Dies ist ein Nur-Lese-Schlüssel: Er kann weder hochladen noch löschen.</translation>
    </message>
    <message>
        <source>Your key may not do this: the service asked for the permission {scope}.</source>
        <translation>Ihr Schlüssel darf das nicht: Der Dienst verlangt die Berechtigung {scope}.</translation>
    </message>
</context>
<context>
    <name>PersonDialog</name>
    <message>
        <source>Who are you?</source>
        <translation>Wer sind Sie?</translation>
    </message>
    <message>
        <source>An API key does not say whose it is. Choose yourself, so that “Mine” shows the tickets assigned to you.</source>
        <translation>Ein API-Schlüssel sagt nicht, wem er gehört. Wählen Sie sich selbst aus, damit „Meine“ die Ihnen zugewiesenen Tickets zeigt.</translation>
    </message>
    <message>
        <source>Filter people</source>
        <translation>Personen filtern</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
</context>
<context>
    <name>PreviewPane</name>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Select an attachment to see what it is.</source>
        <translation>Wählen Sie einen Anhang aus, um zu sehen, was er ist.</translation>
    </message>
    <message>
        <source>{count} attachments</source>
        <translation>{count} Anhänge</translation>
    </message>
    <message>
        <source>{size} in all</source>
        <translation>zusammen {size}</translation>
    </message>
    <message>
        <source>Select a single one to look at it.</source>
        <translation>Wählen Sie einen einzelnen aus, um ihn anzusehen.</translation>
    </message>
</context>
<context>
    <name>ProfileButton</name>
    <message>
        <source>Profile: {name}</source>
        <translation>Profil: {name}</translation>
    </message>
</context>
<context>
    <name>ProfileController</name>
    <message>
        <source>Switch profile</source>
        <translation>Profil wechseln</translation>
    </message>
    <message numerus="yes">
        <source>Transfers of this profile are not finished yet: %n</source>
        <translation>
            <numerusform>%n Übertragung dieses Profils ist noch nicht fertig.</numerusform>
            <numerusform>%n Übertragungen dieses Profils sind noch nicht fertig.</numerusform>
        </translation>
    </message>
    <message>
        <source>They pause now, and go on when you open “{profile}” again.</source>
        <translation>Sie halten jetzt an und gehen weiter, wenn Sie „{profile}“ wieder öffnen.</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>Wechseln</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Bleiben</translation>
    </message>
    <message>
        <source>Profile: {name}</source>
        <translation>Profil: {name}</translation>
    </message>
    <message>
        <source>New profile</source>
        <translation>Neues Profil</translation>
    </message>
    <message>
        <source>Removed the profile {name} and its key.</source>
        <translation>Das Profil {name} und sein Schlüssel wurden entfernt.</translation>
    </message>
    <message>
        <source>Remove profile</source>
        <translation>Profil entfernen</translation>
    </message>
</context>
<context>
    <name>ProfileMenu</name>
    <message>
        <source>P&amp;rofile</source>
        <translation>&amp;Profil</translation>
    </message>
    <message>
        <source>&amp;Manage profiles…</source>
        <translation>Profile &amp;verwalten…</translation>
    </message>
    <message>
        <source>Runs on this computer, with made-up tickets</source>
        <translation>Läuft auf diesem Computer, mit erfundenen Tickets</translation>
    </message>
</context>
<context>
    <name>Profiles</name>
    <message>
        <source>Practice service</source>
        <translation>Übungsdienst</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>Orange</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Rot</translation>
    </message>
    <message>
        <source>Purple</source>
        <translation>Violett</translation>
    </message>
    <message>
        <source>Teal</source>
        <translation>Türkis</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>Grau</translation>
    </message>
</context>
<context>
    <name>ProfilesDialog</name>
    <message>
        <source>Profiles</source>
        <translation>Profile</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Service address</source>
        <translation>Adresse des Dienstes</translation>
    </message>
    <message>
        <source>Download folder</source>
        <translation>Download-Ordner</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>Aus&amp;wählen…</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>&amp;Hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Remove…</source>
        <translation>&amp;Entfernen…</translation>
    </message>
    <message>
        <source>&amp;Use this profile</source>
        <translation>Dieses Profil &amp;verwenden</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Verwendung</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>&amp;Name:</translation>
    </message>
    <message>
        <source>Colour:</source>
        <translation>Farbe:</translation>
    </message>
    <message>
        <source>&amp;Service address:</source>
        <translation>&amp;Adresse des Dienstes:</translation>
    </message>
    <message>
        <source>&amp;Download folder:</source>
        <translation>&amp;Download-Ordner:</translation>
    </message>
    <message>
        <source>API key:</source>
        <translation>API-Schlüssel:</translation>
    </message>
    <message>
        <source>On this computer, while it is in use</source>
        <translation>Auf diesem Computer, solange es verwendet wird</translation>
    </message>
    <message>
        <source>Not signed in.</source>
        <translation>Nicht angemeldet.</translation>
    </message>
    <message>
        <source>Made for you in each run.</source>
        <translation>Wird bei jedem Start für Sie erstellt.</translation>
    </message>
    <message>
        <source>What it may do shows while it is in use.</source>
        <translation>Was er darf, zeigt sich, während das Profil verwendet wird.</translation>
    </message>
    <message>
        <source>Switch to another profile first.</source>
        <translation>Wechseln Sie zuerst zu einem anderen Profil.</translation>
    </message>
    <message>
        <source>The practice service is always there.</source>
        <translation>Der Übungsdienst ist immer da.</translation>
    </message>
    <message>
        <source>Give the whole path of the folder, or choose it.</source>
        <translation>Geben Sie den ganzen Pfad des Ordners an oder wählen Sie ihn aus.</translation>
    </message>
    <message>
        <source>This folder cannot take downloads. {sentence}</source>
        <translation>Dieser Ordner kann keine Downloads aufnehmen. {sentence}</translation>
    </message>
    <message>
        <source>Remove profile</source>
        <translation>Profil entfernen</translation>
    </message>
    <message>
        <source>Remove the profile “{name}” and its API key from this computer?</source>
        <translation>Das Profil „{name}“ und seinen API-Schlüssel von diesem Computer entfernen?</translation>
    </message>
    <message>
        <source>Downloaded files stay. The key itself stays valid: revoke it in TopTickets.</source>
        <translation>Heruntergeladene Dateien bleiben. Der Schlüssel selbst bleibt gültig: Widerrufen Sie ihn in TopTickets.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>QuickLook</name>
    <message>
        <source>Quick look</source>
        <translation>Schnellansicht</translation>
    </message>
    <message>
        <source>Close the quick look (Esc)</source>
        <translation>Schnellansicht schließen (Esc)</translation>
    </message>
    <message>
        <source>Previous attachment (←)</source>
        <translation>Vorheriger Anhang (←)</translation>
    </message>
    <message>
        <source>Next attachment (→)</source>
        <translation>Nächster Anhang (→)</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>{number} von {count}</translation>
    </message>
</context>
<context>
    <name>QuitDialog</name>
    <message>
        <source>Quit TopTickets Desktop</source>
        <translation>TopTickets Desktop beenden</translation>
    </message>
    <message numerus="yes">
        <source>Transfers are not finished yet: %n</source>
        <translation>
            <numerusform>%n Übertragung ist noch nicht fertig.</numerusform>
            <numerusform>%n Übertragungen sind noch nicht fertig.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Quit and resume later</source>
        <translation>&amp;Beenden und später fortsetzen</translation>
    </message>
    <message>
        <source>They go on when you start the program again. Until then nothing incomplete stands under a file&apos;s name.</source>
        <translation>Sie gehen weiter, wenn Sie das Programm wieder starten. Bis dahin steht nichts Unvollständiges unter dem Namen einer Datei.</translation>
    </message>
    <message>
        <source>&amp;Finish in the background</source>
        <translation>Im &amp;Hintergrund abschließen</translation>
    </message>
    <message>
        <source>The window closes now, and the program quits by itself when the last transfer has ended.</source>
        <translation>Das Fenster schließt sich jetzt, und das Programm endet von selbst nach der letzten Übertragung.</translation>
    </message>
    <message>
        <source>&amp;Stop transfers and quit</source>
        <translation>Übertragungen &amp;abbrechen und beenden</translation>
    </message>
    <message>
        <source>What has not arrived is given up, and the parts of files are removed.</source>
        <translation>Was noch nicht angekommen ist, wird aufgegeben, und Teile von Dateien werden entfernt.</translation>
    </message>
    <message>
        <source>&amp;Keep working</source>
        <translation>&amp;Weiterarbeiten</translation>
    </message>
</context>
<context>
    <name>SendingModel</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>verborgen</translation>
    </message>
    <message>
        <source>link: the file it points to is sent</source>
        <translation>Verknüpfung: Die Datei, auf die sie zeigt, wird gesendet</translation>
    </message>
</context>
<context>
    <name>SendingSheet</name>
    <message>
        <source>What will be sent</source>
        <translation>Was gesendet wird</translation>
    </message>
    <message numerus="yes">
        <source>Files for {ticket}: %n</source>
        <translation>
            <numerusform>%n Datei für {ticket}</numerusform>
            <numerusform>%n Dateien für {ticket}</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;All files</source>
        <translation>&amp;Alle Dateien</translation>
    </message>
    <message>
        <source>Send as one &amp;ZIP file</source>
        <translation>Als eine &amp;ZIP-Datei senden</translation>
    </message>
    <message>
        <source>Files to send</source>
        <translation>Zu sendende Dateien</translation>
    </message>
    <message numerus="yes">
        <source>Hidden files are left out unless you tick them (%n).</source>
        <translation>
            <numerusform>%n verborgene Datei wird ausgelassen, wenn Sie sie nicht ankreuzen.</numerusform>
            <numerusform>%n verborgene Dateien werden ausgelassen, wenn Sie sie nicht ankreuzen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Some cannot be sent, and the note says why (%n).</source>
        <translation>
            <numerusform>%n Datei kann nicht gesendet werden; der Hinweis sagt, warum.</numerusform>
            <numerusform>%n Dateien können nicht gesendet werden; der Hinweis sagt, warum.</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} of {total} · {size}</source>
        <translation>{count} von {total} · {size}</translation>
    </message>
    <message>
        <source>&amp;Send one ZIP</source>
        <translation>Ein ZIP &amp;senden</translation>
    </message>
    <message>
        <source>&amp;Send one file</source>
        <translation>Eine Datei &amp;senden</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Send %n files</source>
        <translation>
            <numerusform>%n Datei &amp;senden</numerusform>
            <numerusform>%n Dateien &amp;senden</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SessionController</name>
    <message>
        <source>The service did not accept the key: it is wrong, expired or revoked.</source>
        <translation>Der Dienst hat den Schlüssel nicht angenommen: Er ist falsch, abgelaufen oder widerrufen.</translation>
    </message>
    <message>
        <source>The list of earlier transfers was damaged and has been set aside; a new one was begun.</source>
        <translation>Die Liste früherer Übertragungen war beschädigt und wurde beiseitegelegt; eine neue wurde begonnen.</translation>
    </message>
    <message>
        <source>The list of earlier transfers is from a later release and has been set aside; a new one was begun.</source>
        <translation>Die Liste früherer Übertragungen stammt von einer neueren Version und wurde beiseitegelegt; eine neue wurde begonnen.</translation>
    </message>
    <message>
        <source>Another window has the list of transfers: those of this window are forgotten when it closes.</source>
        <translation>Ein anderes Fenster hat die Liste der Übertragungen: Die dieses Fensters werden beim Schließen vergessen.</translation>
    </message>
    <message>
        <source>The list of transfers cannot be written: they are forgotten when the window closes.</source>
        <translation>Die Liste der Übertragungen kann nicht geschrieben werden: Sie werden beim Schließen des Fensters vergessen.</translation>
    </message>
    <message>
        <source>The key was removed from this computer.</source>
        <translation>Der Schlüssel wurde von diesem Computer entfernt.</translation>
    </message>
    <message>
        <source>Remove key</source>
        <translation>Schlüssel entfernen</translation>
    </message>
</context>
<context>
    <name>SessionLife</name>
    <message>
        <source>Signing in…</source>
        <translation>Anmeldung läuft…</translation>
    </message>
    <message>
        <source>Not signed in</source>
        <translation>Nicht angemeldet</translation>
    </message>
    <message>
        <source>An API key opens your tickets.</source>
        <translation>Ein API-Schlüssel öffnet Ihre Tickets.</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Filter by words or keys</source>
        <translation>Nach Wörtern oder Tasten filtern</translation>
    </message>
    <message>
        <source>Filter shortcuts</source>
        <translation>Tastenkürzel filtern</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>&amp;Copy as text</source>
        <translation>Als Text &amp;kopieren</translation>
    </message>
    <message>
        <source>For printing, or to send it to somebody</source>
        <translation>Zum Drucken oder um es jemandem zu schicken</translation>
    </message>
</context>
<context>
    <name>SignInDialog</name>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Signing in</source>
        <translation>Anmeldung läuft</translation>
    </message>
    <message>
        <source>&amp;Keep for this session only</source>
        <translation>Nur für diese Sitzung &amp;behalten</translation>
    </message>
    <message>
        <source>Details…</source>
        <translation>Einzelheiten…</translation>
    </message>
    <message>
        <source>Sign in to TopTickets</source>
        <translation>Bei TopTickets anmelden</translation>
    </message>
    <message>
        <source>Testing the key…</source>
        <translation>Der Schlüssel wird geprüft…</translation>
    </message>
    <message>
        <source>Putting the key into the keyring…</source>
        <translation>Der Schlüssel wird im Schlüsselbund abgelegt…</translation>
    </message>
    <message>
        <source>The key works, but it could not be stored. {sentence} {hint}</source>
        <translation>Der Schlüssel funktioniert, konnte aber nicht abgelegt werden. {sentence} {hint}</translation>
    </message>
    <message>
        <source>&amp;Try the keyring again</source>
        <translation>Schlüsselbund erneut &amp;versuchen</translation>
    </message>
    <message>
        <source>&amp;Test and sign in</source>
        <translation>&amp;Prüfen und anmelden</translation>
    </message>
</context>
<context>
    <name>StoragePage</name>
    <message>
        <source>Storage</source>
        <translation>Speicherplatz</translation>
    </message>
    <message>
        <source>At most so much is kept</source>
        <translation>So viel wird höchstens behalten</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Days it is kept</source>
        <translation>Tage, die es behalten wird</translation>
    </message>
    <message>
        <source>Clear it when I &amp;quit</source>
        <translation>Beim &amp;Beenden leeren</translation>
    </message>
    <message>
        <source>&amp;Clear now</source>
        <translation>Jetzt &amp;leeren</translation>
    </message>
    <message>
        <source>&amp;Remove everything kept…</source>
        <translation>&amp;Alles Aufbewahrte entfernen…</translation>
    </message>
    <message>
        <source>Attachments that you looked at are kept on this computer, readable by you alone, so that they show at once next time.</source>
        <translation>Angesehene Anhänge werden auf diesem Computer behalten, nur für Sie lesbar, damit sie beim nächsten Mal sofort erscheinen.</translation>
    </message>
    <message>
        <source>Keep at &amp;most:</source>
        <translation>&amp;Höchstens behalten:</translation>
    </message>
    <message>
        <source>Keep for &amp;days:</source>
        <translation>&amp;Tage behalten:</translation>
    </message>
    <message>
        <source>In use now:</source>
        <translation>Jetzt belegt:</translation>
    </message>
    <message>
        <source>Leave no trace:</source>
        <translation>Keine Spur hinterlassen:</translation>
    </message>
    <message>
        <source>Remove everything</source>
        <translation>Alles entfernen</translation>
    </message>
    <message>
        <source>Remove everything this program keeps, and quit?</source>
        <translation>Alles entfernen, was dieses Programm aufbewahrt, und beenden?</translation>
    </message>
    <message>
        <source>API keys, profiles and settings, the list of transfers and what is unfinished of them, caches, copies and logs. Files that you downloaded stay where they are.</source>
        <translation>API-Schlüssel, Profile und Einstellungen, die Liste der Übertragungen und Unfertiges davon, Zwischenspeicher, Kopien und Protokolle. Heruntergeladene Dateien bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>Remove and quit</source>
        <translation>Entfernen und beenden</translation>
    </message>
    <message>
        <source>Not known while you are not signed in.</source>
        <translation>Unbekannt, solange Sie nicht angemeldet sind.</translation>
    </message>
</context>
<context>
    <name>TableColumns</name>
    <message>
        <source>Fit columns to the &amp;width</source>
        <translation>Spalten an die &amp;Breite anpassen</translation>
    </message>
</context>
<context>
    <name>TextViewer</name>
    <message>
        <source>Read the text in another encoding</source>
        <translation>Den Text in einer anderen Kodierung lesen</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Find in this file (Ctrl+F)</source>
        <translation>In dieser Datei suchen (Strg+F)</translation>
    </message>
    <message>
        <source>Previous problem</source>
        <translation>Vorheriges Problem</translation>
    </message>
    <message>
        <source>Previous line with an error or a warning (Shift+F8)</source>
        <translation>Vorherige Zeile mit Fehler oder Warnung (Umschalt+F8)</translation>
    </message>
    <message>
        <source>Next problem</source>
        <translation>Nächstes Problem</translation>
    </message>
    <message>
        <source>Next line with an error or a warning (F8)</source>
        <translation>Nächste Zeile mit Fehler oder Warnung (F8)</translation>
    </message>
    <message>
        <source>Wrap lines</source>
        <translation>Zeilen umbrechen</translation>
    </message>
    <message>
        <source>Break long lines at the edge</source>
        <translation>Lange Zeilen am Rand umbrechen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the selected text (Ctrl+C)</source>
        <translation>Den ausgewählten Text kopieren (Strg+C)</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
    <message>
        <source>Text of {name}</source>
        <translation>Text von {name}</translation>
    </message>
    <message>
        <source>Encoding {name}</source>
        <translation>Kodierung {name}</translation>
    </message>
    <message>
        <source>Lines: {count}</source>
        <translation>Zeilen: {count}</translation>
    </message>
    <message>
        <source>This text is too large to be shown.</source>
        <translation>Dieser Text ist zu groß, um gezeigt zu werden.</translation>
    </message>
    <message>
        <source>The text could not be read.</source>
        <translation>Der Text konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Errors: {count}</source>
        <translation>Fehler: {count}</translation>
    </message>
    <message>
        <source>Warnings: {count}</source>
        <translation>Warnungen: {count}</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Nicht gefunden</translation>
    </message>
    <message>
        <source>{number} of {total}</source>
        <translation>{number} von {total}</translation>
    </message>
    <message>
        <source>Line {number}: {text}</source>
        <translation>Zeile {number}: {text}</translation>
    </message>
</context>
<context>
    <name>TicketController</name>
    <message>
        <source>Fetching tickets…</source>
        <translation>Tickets werden abgerufen…</translation>
    </message>
    <message>
        <source>Not reached. You see what was known at {time}.</source>
        <translation>Nicht erreicht. Sie sehen, was um {time} bekannt war.</translation>
    </message>
    <message numerus="yes">
        <source>%n known, as of {time}</source>
        <translation>
            <numerusform>%n bekannt, Stand: {time}</numerusform>
            <numerusform>%n bekannt, Stand: {time}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n loaded</source>
        <translation>
            <numerusform>%n geladen</numerusform>
            <numerusform>Alle %n geladen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n loaded, more as you scroll</source>
        <translation>
            <numerusform>%n geladen, mehr beim Blättern</numerusform>
            <numerusform>%n geladen, mehr beim Blättern</numerusform>
        </translation>
    </message>
    <message>
        <source>Pin the tickets that you come back to: Ctrl+B, or the star beside a ticket&apos;s title.</source>
        <translation>Heften Sie die Tickets an, zu denen Sie zurückkehren: Strg+B oder der Stern neben dem Titel eines Tickets.</translation>
    </message>
    <message>
        <source>No pinned tickets</source>
        <translation>Keine angehefteten Tickets</translation>
    </message>
    <message>
        <source>No recent tickets</source>
        <translation>Keine zuletzt geöffneten Tickets</translation>
    </message>
    <message>
        <source>Tickets that you open are listed here.</source>
        <translation>Tickets, die Sie öffnen, werden hier aufgelistet.</translation>
    </message>
    <message>
        <source>No ticket fits</source>
        <translation>Kein Ticket passt</translation>
    </message>
    <message>
        <source>Try other words, or take a filter away.</source>
        <translation>Versuchen Sie andere Wörter oder nehmen Sie einen Filter weg.</translation>
    </message>
    <message>
        <source>Show all tickets</source>
        <translation>Alle Tickets zeigen</translation>
    </message>
    <message>
        <source>No tickets</source>
        <translation>Keine Tickets</translation>
    </message>
    <message>
        <source>New tickets appear here after a refresh (F5).</source>
        <translation>Neue Tickets erscheinen hier nach dem Aktualisieren (F5).</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>There is no ticket {reference}, or your key may not see it.</source>
        <translation>Es gibt kein Ticket {reference}, oder Ihr Schlüssel darf es nicht sehen.</translation>
    </message>
</context>
<context>
    <name>TicketModel</name>
    <message>
        <source>Number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Betreff</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Priorität</translation>
    </message>
    <message>
        <source>Assignee</source>
        <translation>Zuständig</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Nobody is assigned</source>
        <translation>Niemand ist zuständig</translation>
    </message>
</context>
<context>
    <name>TicketPane</name>
    <message>
        <source>Search tickets</source>
        <translation>Tickets suchen</translation>
    </message>
    <message>
        <source>Which tickets</source>
        <translation>Welche Tickets</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Angeheftet</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>Only tickets with this status</source>
        <translation>Nur Tickets mit diesem Status</translation>
    </message>
    <message>
        <source>Only tickets of this priority</source>
        <translation>Nur Tickets mit dieser Priorität</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Meine</translation>
    </message>
    <message>
        <source>Only tickets that are assigned to you</source>
        <translation>Nur Tickets, die Ihnen zugewiesen sind</translation>
    </message>
    <message>
        <source>Only tickets that nobody is assigned to</source>
        <translation>Nur Tickets, die niemandem zugewiesen sind</translation>
    </message>
    <message>
        <source>Unassigned</source>
        <translation>Nicht zugewiesen</translation>
    </message>
    <message>
        <source>Tickets</source>
        <translation>Tickets</translation>
    </message>
</context>
<context>
    <name>TicketSheet</name>
    <message>
        <source>Attach files</source>
        <translation>Dateien anhängen</translation>
    </message>
    <message>
        <source>Which ticket is this file for?</source>
        <translation>Für welches Ticket ist diese Datei?</translation>
    </message>
    <message numerus="yes">
        <source>Which ticket are these %n files for?</source>
        <translation>
            <numerusform>Für welches Ticket ist diese %n Datei?</numerusform>
            <numerusform>Für welches Ticket sind diese %n Dateien?</numerusform>
        </translation>
    </message>
    <message>
        <source>Search tickets by number or words</source>
        <translation>Tickets nach Nummer oder Wörtern suchen</translation>
    </message>
    <message>
        <source>Tickets to choose from</source>
        <translation>Tickets zur Auswahl</translation>
    </message>
    <message>
        <source>Looking for tickets…</source>
        <translation>Tickets werden gesucht…</translation>
    </message>
    <message>
        <source>No ticket fits these words.</source>
        <translation>Zu diesen Wörtern passt kein Ticket.</translation>
    </message>
    <message>
        <source>{ticket}  (in the name)</source>
        <translation>{ticket}  (im Namen)</translation>
    </message>
    <message>
        <source>{ticket}  (open now)</source>
        <translation>{ticket}  (jetzt geöffnet)</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>Anhängen</translation>
    </message>
    <message>
        <source>Attach to {ticket}</source>
        <translation>An {ticket} anhängen</translation>
    </message>
</context>
<context>
    <name>Tickets</name>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Wartend</translation>
    </message>
    <message>
        <source>Resolved</source>
        <translation>Gelöst</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Geschlossen</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Niedrig</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>Dringend</translation>
    </message>
</context>
<context>
    <name>TransferActions</name>
    <message>
        <source>Copy message</source>
        <translation>Meldung kopieren</translation>
    </message>
    <message>
        <source>Copy diagnostics…</source>
        <translation>Diagnose kopieren…</translation>
    </message>
    <message>
        <source>Retry failed</source>
        <translation>Gescheiterte wiederholen</translation>
    </message>
    <message>
        <source>Pause all</source>
        <translation>Alle anhalten</translation>
    </message>
    <message>
        <source>Resume all</source>
        <translation>Alle fortsetzen</translation>
    </message>
    <message>
        <source>Cancel all</source>
        <translation>Alle abbrechen</translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation>Fertige entfernen</translation>
    </message>
    <message>
        <source>Bandwidth limit</source>
        <translation>Geschwindigkeitsgrenze</translation>
    </message>
    <message>
        <source>T&amp;ransfers</source>
        <translation>Ü&amp;bertragungen</translation>
    </message>
</context>
<context>
    <name>TransferController</name>
    <message>
        <source>Diagnostics of transfers</source>
        <translation>Diagnose der Übertragungen</translation>
    </message>
</context>
<context>
    <name>TransferHeader</name>
    <message>
        <source>Transfers</source>
        <translation>Übertragungen</translation>
    </message>
    <message>
        <source>Transfers: {text}</source>
        <translation>Übertragungen: {text}</translation>
    </message>
    <message>
        <source>Bandwidth limit: {limit}</source>
        <translation>Geschwindigkeitsgrenze: {limit}</translation>
    </message>
    <message>
        <source>Show the list of transfers</source>
        <translation>Die Liste der Übertragungen zeigen</translation>
    </message>
    <message>
        <source>Fold the list of transfers away</source>
        <translation>Die Liste der Übertragungen einklappen</translation>
    </message>
</context>
<context>
    <name>TransferModel</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
</context>
<context>
    <name>TransferPage</name>
    <message>
        <source>Transfers</source>
        <translation>Übertragungen</translation>
    </message>
    <message>
        <source>Transfers at a time</source>
        <translation>Übertragungen gleichzeitig</translation>
    </message>
    <message>
        <source>&amp;No faster than</source>
        <translation>&amp;Nicht schneller als</translation>
    </message>
    <message>
        <source>Limit the speed of all transfers together</source>
        <translation>Die Geschwindigkeit aller Übertragungen zusammen begrenzen</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>Geschwindigkeitsgrenze</translation>
    </message>
    <message>
        <source> kB/s</source>
        <translation> kB/s</translation>
    </message>
    <message>
        <source>&amp;Go on with unfinished transfers at the start</source>
        <translation>Unfertiges beim Start &amp;fortsetzen</translation>
    </message>
    <message>
        <source>Otherwise they wait until you resume them in the list of transfers.</source>
        <translation>Sonst warten sie, bis Sie sie in der Liste der Übertragungen fortsetzen.</translation>
    </message>
    <message>
        <source>Seconds to undo deleting</source>
        <translation>Sekunden, um das Löschen rückgängig zu machen</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>At once</source>
        <translation>Sofort</translation>
    </message>
    <message>
        <source>&amp;Transfers at a time:</source>
        <translation>Übertragungen &amp;gleichzeitig:</translation>
    </message>
    <message>
        <source>All transfers together.</source>
        <translation>Alle Übertragungen zusammen.</translation>
    </message>
    <message>
        <source>Speed:</source>
        <translation>Geschwindigkeit:</translation>
    </message>
    <message>
        <source>After a restart:</source>
        <translation>Nach einem Neustart:</translation>
    </message>
    <message>
        <source>So long a deleted attachment can be brought back.</source>
        <translation>So lange lässt sich ein gelöschter Anhang zurückholen.</translation>
    </message>
    <message>
        <source>&amp;Delete after:</source>
        <translation>&amp;Löschen nach:</translation>
    </message>
</context>
<context>
    <name>TransferPanel</name>
    <message>
        <source>Uploads and downloads show here while they run, and say how they ended.</source>
        <translation>Uploads und Downloads erscheinen hier, während sie laufen, und sagen, wie sie ausgegangen sind.</translation>
    </message>
</context>
<context>
    <name>TransferTable</name>
    <message>
        <source>Transfers</source>
        <translation>Übertragungen</translation>
    </message>
</context>
<context>
    <name>Transfers</name>
    <message>
        <source>{done} of {total} uploaded</source>
        <translation>{done} von {total} hochgeladen</translation>
    </message>
    <message>
        <source>{done} of {total} saved</source>
        <translation>{done} von {total} gespeichert</translation>
    </message>
    <message>
        <source>{done} of {total} done</source>
        <translation>{done} von {total} fertig</translation>
    </message>
    <message>
        <source>Download from {ticket}</source>
        <translation>Download von {ticket}</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Upload to {ticket}</source>
        <translation>Upload an {ticket}</translation>
    </message>
    <message>
        <source>Upload</source>
        <translation>Hochladen</translation>
    </message>
    <message>
        <source>%n saved</source>
        <translation>%n gespeichert</translation>
    </message>
    <message>
        <source>%n uploaded</source>
        <translation>%n hochgeladen</translation>
    </message>
    <message>
        <source>{done} of {total} saved from {ticket}</source>
        <translation>{done} von {total} von {ticket} gespeichert</translation>
    </message>
    <message>
        <source>{done} of {total} uploaded to {ticket}</source>
        <translation>{done} von {total} an {ticket} hochgeladen</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>Keine Grenze</translation>
    </message>
    <message>
        <source>%n waiting</source>
        <translation>%n warten</translation>
    </message>
    <message>
        <source>All done</source>
        <translation>Alles fertig</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Start next</source>
        <translation>Als Nächstes starten</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Wird geprüft</translation>
    </message>
    <message>
        <source>Uploaded</source>
        <translation>Hochgeladen</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Skipped: a file of that name is there already</source>
        <translation>Übersprungen: Eine Datei mit diesem Namen gibt es schon</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Nicht gesendet</translation>
    </message>
    <message>
        <source>{state}. {what_to_do}</source>
        <translation>{state}. {what_to_do}</translation>
    </message>
    <message>
        <source>May or may not be stored</source>
        <translation>Vielleicht gespeichert</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Upload: {name}</source>
        <translation>Upload: {name}</translation>
    </message>
    <message>
        <source>Download: {name}</source>
        <translation>Download: {name}</translation>
    </message>
    <message>
        <source>Waiting until {time}</source>
        <translation>Wartet bis {time}</translation>
    </message>
    <message>
        <source>too many requests</source>
        <translation>zu viele Anfragen</translation>
    </message>
    <message>
        <source>the service cannot be reached</source>
        <translation>der Dienst ist nicht erreichbar</translation>
    </message>
    <message>
        <source>the API key is not accepted any more</source>
        <translation>der API-Schlüssel wird nicht mehr angenommen</translation>
    </message>
    <message>
        <source>a file of that name is there already; say what to do with it</source>
        <translation>eine Datei mit diesem Namen gibt es schon; sagen Sie, was mit ihr geschehen soll</translation>
    </message>
    <message>
        <source>{state}: {reason}</source>
        <translation>{state}: {reason}</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>{state}: {sentence}</source>
        <translation>{state}: {sentence}</translation>
    </message>
    <message>
        <source>Uploaded: {name}</source>
        <translation>Hochgeladen: {name}</translation>
    </message>
    <message>
        <source>Saved: {name}</source>
        <translation>Gespeichert: {name}</translation>
    </message>
</context>
<context>
    <name>TypeLabels</name>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Web page</source>
        <translation>Webseite</translation>
    </message>
    <message>
        <source>PDF document</source>
        <translation>PDF-Dokument</translation>
    </message>
    <message>
        <source>PNG image</source>
        <translation>PNG-Bild</translation>
    </message>
    <message>
        <source>JPEG image</source>
        <translation>JPEG-Bild</translation>
    </message>
    <message>
        <source>GIF image</source>
        <translation>GIF-Bild</translation>
    </message>
    <message>
        <source>WebP image</source>
        <translation>WebP-Bild</translation>
    </message>
    <message>
        <source>MP4 video</source>
        <translation>MP4-Video</translation>
    </message>
    <message>
        <source>WebM video</source>
        <translation>WebM-Video</translation>
    </message>
    <message>
        <source>Ogg video</source>
        <translation>Ogg-Video</translation>
    </message>
    <message>
        <source>QuickTime video</source>
        <translation>QuickTime-Video</translation>
    </message>
    <message>
        <source>ZIP archive</source>
        <translation>ZIP-Archiv</translation>
    </message>
    <message>
        <source>7-Zip archive</source>
        <translation>7-Zip-Archiv</translation>
    </message>
    <message>
        <source>Gzip archive</source>
        <translation>Gzip-Archiv</translation>
    </message>
</context>
<context>
    <name>TypeWords</name>
    <message>
        <source>plain text</source>
        <translation>reiner Text</translation>
    </message>
    <message>
        <source>a web page (HTML)</source>
        <translation>eine Webseite (HTML)</translation>
    </message>
    <message>
        <source>a PDF document</source>
        <translation>ein PDF-Dokument</translation>
    </message>
    <message>
        <source>a PNG image</source>
        <translation>ein PNG-Bild</translation>
    </message>
    <message>
        <source>a JPEG image</source>
        <translation>ein JPEG-Bild</translation>
    </message>
    <message>
        <source>a GIF image</source>
        <translation>ein GIF-Bild</translation>
    </message>
    <message>
        <source>a WebP image</source>
        <translation>ein WebP-Bild</translation>
    </message>
    <message>
        <source>an MP4 video</source>
        <translation>ein MP4-Video</translation>
    </message>
    <message>
        <source>a WebM video</source>
        <translation>ein WebM-Video</translation>
    </message>
    <message>
        <source>an Ogg video</source>
        <translation>ein Ogg-Video</translation>
    </message>
    <message>
        <source>a QuickTime video</source>
        <translation>ein QuickTime-Video</translation>
    </message>
    <message>
        <source>a ZIP archive</source>
        <translation>ein ZIP-Archiv</translation>
    </message>
    <message>
        <source>a 7-Zip archive</source>
        <translation>ein 7-Zip-Archiv</translation>
    </message>
    <message>
        <source>a gzip archive</source>
        <translation>ein gzip-Archiv</translation>
    </message>
    <message>
        <source>a Windows program</source>
        <translation>ein Windows-Programm</translation>
    </message>
    <message>
        <source>a Windows installer</source>
        <translation>ein Windows-Installationsprogramm</translation>
    </message>
    <message>
        <source>a Windows shortcut</source>
        <translation>eine Windows-Verknüpfung</translation>
    </message>
    <message>
        <source>a Windows batch file</source>
        <translation>eine Windows-Stapeldatei</translation>
    </message>
    <message>
        <source>a PowerShell script</source>
        <translation>ein PowerShell-Skript</translation>
    </message>
    <message>
        <source>a Visual Basic script</source>
        <translation>ein Visual-Basic-Skript</translation>
    </message>
    <message>
        <source>an HTML program</source>
        <translation>ein HTML-Programm</translation>
    </message>
    <message>
        <source>a Windows registry file</source>
        <translation>eine Windows-Registrierungsdatei</translation>
    </message>
    <message>
        <source>a Windows setup file</source>
        <translation>eine Windows-Setup-Datei</translation>
    </message>
    <message>
        <source>a Windows app package</source>
        <translation>ein Windows-App-Paket</translation>
    </message>
    <message>
        <source>a program</source>
        <translation>ein Programm</translation>
    </message>
    <message>
        <source>a macOS program</source>
        <translation>ein macOS-Programm</translation>
    </message>
    <message>
        <source>a macOS disk image</source>
        <translation>ein macOS-Datenträgerabbild</translation>
    </message>
    <message>
        <source>an AppleScript program</source>
        <translation>ein AppleScript-Programm</translation>
    </message>
    <message>
        <source>a Debian package</source>
        <translation>ein Debian-Paket</translation>
    </message>
    <message>
        <source>an RPM package</source>
        <translation>ein RPM-Paket</translation>
    </message>
    <message>
        <source>a program library or package</source>
        <translation>eine Programmbibliothek oder ein Programmpaket</translation>
    </message>
    <message>
        <source>a disc image</source>
        <translation>ein Datenträgerabbild</translation>
    </message>
    <message>
        <source>a Linux launcher</source>
        <translation>ein Linux-Starter</translation>
    </message>
    <message>
        <source>an internet shortcut</source>
        <translation>eine Internetverknüpfung</translation>
    </message>
    <message>
        <source>a script</source>
        <translation>ein Skript</translation>
    </message>
    <message>
        <source>a shell script</source>
        <translation>ein Shell-Skript</translation>
    </message>
    <message>
        <source>a JavaScript program</source>
        <translation>ein JavaScript-Programm</translation>
    </message>
    <message>
        <source>a Python program</source>
        <translation>ein Python-Programm</translation>
    </message>
    <message>
        <source>a PHP program</source>
        <translation>ein PHP-Programm</translation>
    </message>
    <message>
        <source>a Perl program</source>
        <translation>ein Perl-Programm</translation>
    </message>
    <message>
        <source>a Ruby program</source>
        <translation>ein Ruby-Programm</translation>
    </message>
    <message>
        <source>a Lua program</source>
        <translation>ein Lua-Programm</translation>
    </message>
    <message>
        <source>a Tcl program</source>
        <translation>ein Tcl-Programm</translation>
    </message>
    <message>
        <source>a Java program</source>
        <translation>ein Java-Programm</translation>
    </message>
    <message>
        <source>a WebAssembly program</source>
        <translation>ein WebAssembly-Programm</translation>
    </message>
    <message>
        <source>an Android program</source>
        <translation>ein Android-Programm</translation>
    </message>
    <message>
        <source>an Android app</source>
        <translation>eine Android-App</translation>
    </message>
    <message>
        <source>an iPhone app</source>
        <translation>eine iPhone-App</translation>
    </message>
    <message>
        <source>a browser extension</source>
        <translation>eine Browser-Erweiterung</translation>
    </message>
    <message>
        <source>a software package</source>
        <translation>ein Softwarepaket</translation>
    </message>
    <message>
        <source>a Word document</source>
        <translation>ein Word-Dokument</translation>
    </message>
    <message>
        <source>an Excel workbook</source>
        <translation>eine Excel-Arbeitsmappe</translation>
    </message>
    <message>
        <source>a PowerPoint presentation</source>
        <translation>eine PowerPoint-Präsentation</translation>
    </message>
    <message>
        <source>a Microsoft Office document</source>
        <translation>ein Microsoft-Office-Dokument</translation>
    </message>
    <message>
        <source>a Microsoft Office document with macros</source>
        <translation>ein Microsoft-Office-Dokument mit Makros</translation>
    </message>
    <message>
        <source>an older Microsoft Office document</source>
        <translation>ein älteres Microsoft-Office-Dokument</translation>
    </message>
    <message>
        <source>an OpenDocument file</source>
        <translation>eine OpenDocument-Datei</translation>
    </message>
    <message>
        <source>an e-book</source>
        <translation>ein E-Book</translation>
    </message>
    <message>
        <source>a rich text document</source>
        <translation>ein Rich-Text-Dokument</translation>
    </message>
    <message>
        <source>a PostScript document</source>
        <translation>ein PostScript-Dokument</translation>
    </message>
    <message>
        <source>a saved web page</source>
        <translation>eine gespeicherte Webseite</translation>
    </message>
    <message>
        <source>a database</source>
        <translation>eine Datenbank</translation>
    </message>
    <message>
        <source>a RAR archive</source>
        <translation>ein RAR-Archiv</translation>
    </message>
    <message>
        <source>a tar archive</source>
        <translation>ein tar-Archiv</translation>
    </message>
    <message>
        <source>a bzip2 archive</source>
        <translation>ein bzip2-Archiv</translation>
    </message>
    <message>
        <source>an XZ archive</source>
        <translation>ein XZ-Archiv</translation>
    </message>
    <message>
        <source>a Zstandard archive</source>
        <translation>ein Zstandard-Archiv</translation>
    </message>
    <message>
        <source>an LZ4 archive</source>
        <translation>ein LZ4-Archiv</translation>
    </message>
    <message>
        <source>a cabinet archive</source>
        <translation>ein Cabinet-Archiv</translation>
    </message>
    <message>
        <source>an SVG drawing</source>
        <translation>eine SVG-Zeichnung</translation>
    </message>
    <message>
        <source>a TIFF image</source>
        <translation>ein TIFF-Bild</translation>
    </message>
    <message>
        <source>a BMP image</source>
        <translation>ein BMP-Bild</translation>
    </message>
    <message>
        <source>a HEIC photo</source>
        <translation>ein HEIC-Foto</translation>
    </message>
    <message>
        <source>an AVIF image</source>
        <translation>ein AVIF-Bild</translation>
    </message>
    <message>
        <source>a JPEG XL image</source>
        <translation>ein JPEG-XL-Bild</translation>
    </message>
    <message>
        <source>a JPEG 2000 image</source>
        <translation>ein JPEG-2000-Bild</translation>
    </message>
    <message>
        <source>an icon</source>
        <translation>ein Symbol</translation>
    </message>
    <message>
        <source>a camera&apos;s raw photo</source>
        <translation>ein Rohdatenfoto einer Kamera</translation>
    </message>
    <message>
        <source>a Photoshop image</source>
        <translation>ein Photoshop-Bild</translation>
    </message>
    <message>
        <source>an MP3 recording</source>
        <translation>eine MP3-Aufnahme</translation>
    </message>
    <message>
        <source>an MP4 recording</source>
        <translation>eine MP4-Aufnahme</translation>
    </message>
    <message>
        <source>an Ogg recording</source>
        <translation>eine Ogg-Aufnahme</translation>
    </message>
    <message>
        <source>a WAV recording</source>
        <translation>eine WAV-Aufnahme</translation>
    </message>
    <message>
        <source>a FLAC recording</source>
        <translation>eine FLAC-Aufnahme</translation>
    </message>
    <message>
        <source>an AAC recording</source>
        <translation>eine AAC-Aufnahme</translation>
    </message>
    <message>
        <source>a Matroska video</source>
        <translation>ein Matroska-Video</translation>
    </message>
    <message>
        <source>an AVI video</source>
        <translation>ein AVI-Video</translation>
    </message>
    <message>
        <source>a Windows Media video</source>
        <translation>ein Windows-Media-Video</translation>
    </message>
    <message>
        <source>a Flash video</source>
        <translation>ein Flash-Video</translation>
    </message>
    <message>
        <source>an MPEG video</source>
        <translation>ein MPEG-Video</translation>
    </message>
    <message>
        <source>a phone video (3GP)</source>
        <translation>ein Handyvideo (3GP)</translation>
    </message>
    <message>
        <source>an image of another type ({mime})</source>
        <translation>ein Bild eines anderen Typs ({mime})</translation>
    </message>
    <message>
        <source>a video of another type ({mime})</source>
        <translation>ein Video eines anderen Typs ({mime})</translation>
    </message>
    <message>
        <source>a recording of another type ({mime})</source>
        <translation>eine Aufnahme eines anderen Typs ({mime})</translation>
    </message>
    <message>
        <source>text of another type ({mime})</source>
        <translation>Text eines anderen Typs ({mime})</translation>
    </message>
    <message>
        <source>a font ({mime})</source>
        <translation>eine Schriftart ({mime})</translation>
    </message>
    <message>
        <source>a file of an unknown type</source>
        <translation>eine Datei unbekannten Typs</translation>
    </message>
    <message>
        <source>a file of another type ({mime})</source>
        <translation>eine Datei eines anderen Typs ({mime})</translation>
    </message>
</context>
<context>
    <name>VideoViewer</name>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Play or pause (K)</source>
        <translation>Abspielen oder anhalten (K)</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Stumm</translation>
    </message>
    <message>
        <source>Sound on or off (M)</source>
        <translation>Ton ein oder aus (M)</translation>
    </message>
    <message>
        <source>Position in the video</source>
        <translation>Stelle im Video</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Lautstärke</translation>
    </message>
    <message>
        <source>Video {name}</source>
        <translation>Video {name}</translation>
    </message>
    <message>
        <source>{width} × {height} pixels</source>
        <translation>{width} × {height} Pixel</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
</context>
<context>
    <name>ViewerHost</name>
    <message>
        <source>Tools of the preview</source>
        <translation>Werkzeuge der Vorschau</translation>
    </message>
    <message>
        <source>Files of more than {limit} are not shown here.</source>
        <translation>Dateien über {limit} werden hier nicht gezeigt.</translation>
    </message>
    <message>
        <source>Double-click it in the list to download it.</source>
        <translation>Doppelklicken Sie sie in der Liste, um sie herunterzuladen.</translation>
    </message>
</context>
<context>
    <name>WindowDialogs</name>
    <message>
        <source>About TopTickets Desktop</source>
        <translation>Über TopTickets Desktop</translation>
    </message>
    <message>
        <source>TopTickets Desktop {version}</source>
        <translation>TopTickets Desktop {version}</translation>
    </message>
    <message>
        <source>An attachment manager for support agents. MIT License.</source>
        <translation>Verwaltet Anhänge für Support-Teams. MIT-Lizenz.</translation>
    </message>
</context>
<context>
    <name>WindowParts</name>
    <message>
        <source>Attachments</source>
        <translation>Anhänge</translation>
    </message>
</context>
<context>
    <name>Wiring</name>
    <message>
        <source>Files that were not on their way yet were not sent.</source>
        <translation>Dateien, die noch nicht unterwegs waren, wurden nicht gesendet.</translation>
    </message>
    <message numerus="yes">
        <source>Deleted: %n</source>
        <translation>
            <numerusform>Gelöscht: %n</numerusform>
            <numerusform>Gelöscht: %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ZipCommands</name>
    <message>
        <source>There are no attachments to save.</source>
        <translation>Es gibt keine Anhänge zu speichern.</translation>
    </message>
    <message>
        <source>Choose a ticket first.</source>
        <translation>Wählen Sie zuerst ein Ticket.</translation>
    </message>
    <message>
        <source>Save all attachments as ZIP</source>
        <translation>Alle Anhänge als ZIP speichern</translation>
    </message>
    <message>
        <source>ZIP archives (*.zip)</source>
        <translation>ZIP-Archive (*.zip)</translation>
    </message>
    <message numerus="yes">
        <source>Files that could not be fetched: %n. Save the archive without them?</source>
        <translation>
            <numerusform>%n Datei konnte nicht abgerufen werden. Das Archiv ohne sie speichern?</numerusform>
            <numerusform>%n Dateien konnten nicht abgerufen werden. Das Archiv ohne sie speichern?</numerusform>
        </translation>
    </message>
    <message>
        <source>Files missing in the archive</source>
        <translation>Im Archiv fehlen Dateien</translation>
    </message>
    <message>
        <source>Save the others</source>
        <translation>Die übrigen speichern</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
</context>
<context>
    <name>_CloseButton</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>_DetailsButton</name>
    <message>
        <source>Details…</source>
        <translation>Einzelheiten…</translation>
    </message>
</context>
</TS>
