package org.relaywitness.evidence.pades;

import java.io.IOException;
import java.io.OutputStream;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.ExternalSigningSupport;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureOptions;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;
import org.relaywitness.evidence.Texts;

/**
 * The field that holds a signature: nothing is drawn, but it stands in the structure of the report
 * and has a name in words, so that a screen reader tells of it (ISO 14289-1, 7.18). It certifies
 * the report: no change at all is allowed after it.
 */
final class SignatureField {
  private static final COSName OBJR = COSName.getPDFName("OBJR");
  private static final COSName OBJ = COSName.getPDFName("Obj");
  private static final COSName PERMS = COSName.getPDFName("Perms");
  private static final COSName FORM = COSName.getPDFName("Form");
  private static final COSName STRUCT_ELEM = COSName.getPDFName("StructElem");
  private static final COSName PARENT_TREE_NEXT_KEY = COSName.getPDFName("ParentTreeNextKey");

  private final PDDocument document;

  SignatureField(PDDocument document) {
    this.document = document;
  }

  /** Adds the field with an empty signature. */
  SignatureField add(X509Certificate signer, Instant signedAt) throws IOException {
    PDSignature signature = new PDSignature();
    signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
    signature.setSubFilter(PDSignature.SUBFILTER_ETSI_CADES_DETACHED);
    signature.setName(name(signer));
    Calendar date = new GregorianCalendar(TimeZone.getTimeZone(ZoneOffset.UTC), Locale.ROOT);
    date.setTimeInMillis(signedAt.toEpochMilli());
    signature.setSignDate(date);
    certify(signature);
    SignatureOptions options = new SignatureOptions();
    options.setPreferredSignatureSize(SignatureContainer.RESERVED);
    document.addSignature(signature, options);
    describe();
    return this;
  }

  /** Writes the report, unchanged, and what was added; the signature is still to be put in. */
  ExternalSigningSupport saveTo(OutputStream out) throws IOException {
    // The identifier of the revision follows from this number alone, not from the clock.
    document.setDocumentId(0L);
    return document.saveIncrementalForExternalSigning(out);
  }

  private static String name(X509Certificate signer) {
    String name = signer.getSubjectX500Principal().getName();
    try {
      for (Rdn part : new LdapName(name).getRdns()) {
        if (part.getType().equalsIgnoreCase("CN")) {
          return part.getValue().toString();
        }
      }
    } catch (InvalidNameException e) {
      // The whole name does as well.
    }
    return name;
  }

  private void certify(PDSignature signature) {
    COSDictionary parameters = new COSDictionary();
    parameters.setItem(COSName.TYPE, COSName.getPDFName("TransformParams"));
    parameters.setInt(COSName.P, 1);
    parameters.setName(COSName.V, "1.2");
    COSDictionary reference = new COSDictionary();
    reference.setItem(COSName.TYPE, COSName.getPDFName("SigRef"));
    reference.setItem(COSName.getPDFName("TransformMethod"), COSName.DOCMDP);
    reference.setItem(COSName.getPDFName("TransformParams"), parameters);
    COSArray references = new COSArray();
    references.add(reference);
    signature.getCOSObject().setItem(COSName.getPDFName("Reference"), references);
    COSDictionary permissions = new COSDictionary();
    permissions.setItem(COSName.DOCMDP, signature.getCOSObject());
    document.getDocumentCatalog().getCOSObject().setItem(PERMS, permissions);
  }

  private void describe() throws IOException {
    String language = document.getDocumentCatalog().getLanguage();
    Texts texts = Texts.of(Locale.forLanguageTag(language == null ? "en" : language));
    PDSignatureField field = document.getSignatureFields().get(0);
    field.setAlternateFieldName(texts.text("pdf.signature.field"));
    PDAnnotationWidget widget = field.getWidgets().get(0);
    PDPage page = document.getPage(0);
    COSDictionary root =
        document.getDocumentCatalog().getCOSObject().getCOSDictionary(COSName.STRUCT_TREE_ROOT);
    COSDictionary parents = root.getCOSDictionary(COSName.PARENT_TREE);
    COSArray numbers = parents.getCOSArray(COSName.NUMS);
    COSDictionary top = root.getCOSDictionary(COSName.K);
    int key = root.getInt(PARENT_TREE_NEXT_KEY);

    COSDictionary link = new COSDictionary();
    link.setItem(COSName.TYPE, OBJR);
    link.setItem(OBJ, widget.getCOSObject());
    link.setItem(COSName.PG, page.getCOSObject());
    COSDictionary element = new COSDictionary();
    element.setItem(COSName.TYPE, STRUCT_ELEM);
    element.setItem(COSName.S, FORM);
    element.setItem(COSName.P, top);
    element.setItem(COSName.PG, page.getCOSObject());
    element.setString(COSName.ALT, texts.text("pdf.signature.field"));
    element.setItem(COSName.K, link);
    element.setNeedToBeUpdated(true);
    children(top).add(element);
    top.setNeedToBeUpdated(true);

    widget.getCOSObject().setInt(COSName.STRUCT_PARENT, key);
    numbers.add(COSInteger.get(key));
    numbers.add(element);
    parents.setNeedToBeUpdated(true);
    root.setInt(PARENT_TREE_NEXT_KEY, key + 1);
    root.setNeedToBeUpdated(true);
  }

  /** The children of an element, to be added to. */
  private static COSArray children(COSDictionary element) {
    COSBase held = element.getDictionaryObject(COSName.K);
    if (held instanceof COSArray children) {
      return children;
    }
    COSArray children = new COSArray();
    children.add(element.getItem(COSName.K));
    element.setItem(COSName.K, children);
    return children;
  }
}
