"""The service over HTTP, and the storage behind its signed URLs; the only importer of httpx, httpcore, truststore and msgspec.

Takes and gives domain types and raises domain errors. Imports `domain` only.
"""
