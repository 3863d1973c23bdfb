package org.relaywitness.evidence.pdf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.relaywitness.directory.Sha256;

/**
 * What makes a laid-out document an archival one (ISO 19005-3, level A) that is the same each time:
 * metadata without dates, its own colour space, an identifier that follows from its content, and
 * the files within it.
 */
final class ArchivalForm {
  private static final String COLOURS = "sRGB IEC61966-2.1";

  private final PDDocument document;
  private final PDDocumentCatalog catalog;

  ArchivalForm(PDDocument document) {
    this.document = document;
    this.catalog = document.getDocumentCatalog();
  }

  /** Describes the document; the same description stands in the XMP and the information. */
  ArchivalForm describe(String title, String subject, String producer, String language)
      throws IOException {
    PDDocumentInformation information = new PDDocumentInformation();
    information.setTitle(title);
    information.setSubject(subject);
    information.setProducer(producer);
    document.setDocumentInformation(information);
    PDMetadata metadata = new PDMetadata(document);
    metadata.importXMPMetadata(Xmp.packet(title, subject, producer, language));
    catalog.setMetadata(metadata);
    catalog.setLanguage(language);
    return this;
  }

  /** States that its colours are sRGB. */
  ArchivalForm setColours() throws IOException {
    COSStream profile = stream(SrgbProfile.bytes());
    profile.setInt(COSName.N, 3);
    COSDictionary intent = new COSDictionary();
    intent.setItem(COSName.TYPE, COSName.OUTPUT_INTENT);
    intent.setItem(COSName.S, COSName.GTS_PDFA1);
    intent.setString(COSName.OUTPUT_CONDITION_IDENTIFIER, COLOURS);
    intent.setString(COSName.INFO, COLOURS);
    intent.setItem(COSName.DEST_OUTPUT_PROFILE, profile);
    COSArray intents = new COSArray();
    intents.add(intent);
    catalog.getCOSObject().setItem(COSName.OUTPUT_INTENTS, intents);
    return this;
  }

  /** Puts files into the document, as the data that it was made from. */
  ArchivalForm attach(List<Attachment> attachments) throws IOException {
    Map<String, PDComplexFileSpecification> files = new LinkedHashMap<>();
    COSArray associated = new COSArray();
    for (Attachment attachment : attachments) {
      PDEmbeddedFile embedded =
          new PDEmbeddedFile(
              document, new ByteArrayInputStream(attachment.content()), COSName.FLATE_DECODE);
      embedded.setSubtype(attachment.mediaType());
      embedded.setSize(attachment.content().length);
      PDComplexFileSpecification file = new PDComplexFileSpecification();
      file.setFile(attachment.name());
      file.setFileUnicode(attachment.name());
      file.setFileDescription(attachment.description());
      file.setEmbeddedFile(embedded);
      file.setEmbeddedFileUnicode(embedded);
      file.getCOSObject().setName(COSName.AF_RELATIONSHIP, "Data");
      files.put(attachment.name(), file);
      associated.add(file);
    }
    PDEmbeddedFilesNameTreeNode tree = new PDEmbeddedFilesNameTreeNode();
    tree.setNames(files);
    PDDocumentNameDictionary names = new PDDocumentNameDictionary(catalog);
    names.setEmbeddedFiles(tree);
    catalog.setNames(names);
    catalog.getCOSObject().setItem(COSName.AF, associated);
    return this;
  }

  /** The finished file; its identifier follows from this digest alone. */
  byte[] bytes(Sha256 identity) throws IOException {
    byte[] digest = identity.toBytes();
    COSArray identifiers = new COSArray();
    byte[] half = Arrays.copyOf(digest, 16);
    identifiers.add(new COSString(half));
    identifiers.add(new COSString(half));
    document.getDocument().getTrailer().setItem(COSName.ID, identifiers);
    long seed = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      seed = (seed << 8) | (digest[i] & 0xff);
    }
    document.setDocumentId(seed);
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 17);
    document.save(out);
    return out.toByteArray();
  }

  private COSStream stream(byte[] content) throws IOException {
    COSStream stream = document.getDocument().createCOSStream();
    try (OutputStream out = stream.createOutputStream(COSName.FLATE_DECODE)) {
      out.write(content);
    }
    return stream;
  }
}
