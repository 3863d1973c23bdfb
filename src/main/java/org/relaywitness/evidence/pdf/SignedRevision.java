package org.relaywitness.evidence.pdf;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.pdf.PdfForm.Item;
import org.relaywitness.evidence.pdf.PdfSyntax.Place;

/**
 * The revision of a report that holds its signature: what the signature is, and what it is over,
 * which must be the whole file but for itself.
 *
 * @param container the CMS container
 * @param content the file up to the end of the revision, without the container
 * @param signedAt the time that stands beside it
 * @param covers whether the signature says that it is over just that
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record SignedRevision(byte[] container, byte[] content, Instant signedAt, boolean covers) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("'(D:'uuuuMMddHHmmss'+00''00'')'", Locale.ROOT);

  /** What a signature changes of objects that were there: the field, its place in the structure. */
  private static final Set<String> CHANGED =
      Set.of("Annots", "K", "Nums", "ParentTreeNextKey", "AcroForm", "Perms");

  /** Finds the signature of the second revision; {@code null} when there is none. */
  static @Nullable SignedRevision find(byte[] file, PdfForm form) {
    for (Item item : form.revisions().get(1).items()) {
      Place held = item.entries().get("Contents");
      if (form.text(item, "Type").equals("/Sig") && held != null) {
        return of(file, form, item, held);
      }
    }
    return null;
  }

  private static SignedRevision of(byte[] file, PdfForm form, Item item, Place held) {
    int end = form.revisions().get(1).end();
    byte[] content = new byte[held.from() + end - held.to()];
    System.arraycopy(file, 0, content, 0, held.from());
    System.arraycopy(file, held.to(), content, held.from(), end - held.to());
    String range = "[0 " + held.from() + " " + held.to() + " " + (end - held.to()) + "]";
    boolean covers =
        form.text(item, "ByteRange").equals(range)
            && form.text(item, "SubFilter").equals("/ETSI.CAdES.detached");
    return new SignedRevision(
        container(form.text(held)), content, time(form.text(item, "M")), covers);
  }

  /** The container in hex, filled up with zeros to the room that was left for it. */
  private static byte[] container(String text) {
    if (!text.matches("<([0-9A-F][0-9A-F])+>")) {
      return new byte[0];
    }
    byte[] all = HexFormat.of().parseHex(text.substring(1, text.length() - 1));
    int length = length(all);
    for (int i = length; i < all.length; i++) {
      if (all[i] != 0) {
        return new byte[0];
      }
    }
    return Arrays.copyOf(all, length);
  }

  /** The length of the container, as its own first bytes say it (X.690, 8.1.3). */
  private static int length(byte[] all) {
    if (all.length < 4 || all[0] != 0x30 || all[1] != (byte) 0x82) {
      return 0;
    }
    return Math.min(all.length, 4 + ((all[2] & 0xff) << 8 | (all[3] & 0xff)));
  }

  private static Instant time(String text) {
    try {
      return LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  /** Whether the revision leaves all that the report says as it was. */
  static boolean addsOnlyTheSignature(byte[] file, PdfForm form) throws IOException {
    int first = form.revisions().get(0).end();
    try (PDDocument before = Loader.loadPDF(Arrays.copyOf(file, first));
        PDDocument after = Loader.loadPDF(Arrays.copyOf(file, form.revisions().get(1).end()))) {
      for (Item item : form.revisions().get(1).items()) {
        if (item.data().from() < item.data().to() && !form.text(item, "Type").equals("/XRef")) {
          return false;
        }
        COSObject old = object(before, item.number());
        COSBase then = old == null ? null : old.getObject();
        if (then != null && !form.text(item, "Type").equals("/XRef")) {
          COSObject now = object(after, item.number());
          if (now == null || !isSame(then, now.getObject(), true)) {
            return false;
          }
        }
      }
      return true;
    }
  }

  private static @Nullable COSObject object(PDDocument document, int number) {
    return document.getDocument().getXrefTable().keySet().stream()
        .filter(key -> key.getNumber() == number)
        .findFirst()
        .map(key -> document.getDocument().getObjectFromPool(key))
        .orElse(null);
  }

  /** Whether two values are the same, references unfollowed. */
  private static boolean isSame(@Nullable COSBase one, @Nullable COSBase other, boolean outermost) {
    if (one instanceof COSDictionary then && other instanceof COSDictionary now) {
      for (COSName key : now.keySet()) {
        if (!then.containsKey(key) && !(outermost && CHANGED.contains(key.getName()))) {
          return false;
        }
      }
      for (COSName key : then.keySet()) {
        boolean free = outermost && CHANGED.contains(key.getName());
        if (!free && !isSame(then.getItem(key), now.getItem(key), false)) {
          return false;
        }
      }
      return true;
    }
    if (one instanceof COSArray then && other instanceof COSArray now) {
      if (then.size() != now.size()) {
        return false;
      }
      for (int i = 0; i < then.size(); i++) {
        if (!isSame(then.get(i), now.get(i), false)) {
          return false;
        }
      }
      return true;
    }
    if (one instanceof COSObject then && other instanceof COSObject now) {
      return then.getKey().equals(now.getKey());
    }
    return one != null && one.equals(other);
  }
}
