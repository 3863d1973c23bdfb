package org.relaywitness.evidence.pdf;

/**
 * A file within the report.
 *
 * @param name as a reader sees it
 * @param mediaType of the content
 * @param description what it is, in words
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
record Attachment(String name, String mediaType, String description, byte[] content) {}
