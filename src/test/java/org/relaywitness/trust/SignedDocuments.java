package org.relaywitness.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.relaywitness.directory.DirectorySignature;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.Sha256;
import org.tukaani.xz.XZInputStream;

/**
 * Reads just what signature checks need from documents known to be whole, by regular expressions:
 * second to the product's parsers, so that an error in one of both shows.
 */
public final class SignedDocuments {
  private static final Pattern SIGNATURE =
      Pattern.compile(
          "^directory-signature (?:(sha\\w+) )?([0-9A-F]{40}) ([0-9A-F]{40})\n"
              + "-----BEGIN SIGNATURE-----\n([^-]+)-----END SIGNATURE-----$",
          Pattern.MULTILINE);

  private SignedDocuments() {}

  /** What a verifier needs of a consensus. */
  public record SignedConsensus(
      Flavor flavor,
      Instant validAfter,
      String signedDigest,
      List<DirectorySignature> signatures) {}

  /** The content of an xz file. */
  public static byte[] unxz(Path file) throws IOException {
    try (InputStream in = new XZInputStream(Files.newInputStream(file))) {
      return in.readAllBytes();
    }
  }

  /** A consensus as it stands in its file. */
  public static SignedConsensus consensus(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    Flavor flavor =
        text.contains("network-status-version 3 microdesc\n") ? Flavor.MICRODESC : Flavor.NS;
    int start = text.indexOf("network-status-version 3");
    int end = text.indexOf("\ndirectory-signature ") + "\ndirectory-signature ".length();
    byte[] signed = text.substring(start, end).getBytes(StandardCharsets.ISO_8859_1);
    byte[] digest =
        flavor == Flavor.NS ? Sha1.digest(signed, signed.length) : Sha256.digest(signed).toBytes();
    List<DirectorySignature> signatures = new ArrayList<>();
    Matcher matcher = SIGNATURE.matcher(text);
    while (matcher.find()) {
      signatures.add(
          new DirectorySignature(
              matcher.group(1) == null ? "sha1" : matcher.group(1),
              Fingerprint.ofHex(matcher.group(2)),
              Fingerprint.ofHex(matcher.group(3)),
              decode(matcher.group(4))));
    }
    return new SignedConsensus(
        flavor, time(text, "valid-after"), HexFormat.of().formatHex(digest), signatures);
  }

  /** All certificates of a tarball. */
  public static List<KeyCertificate> certificates(Path tarXz) throws IOException {
    List<KeyCertificate> certificates = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(Files.newInputStream(tarXz)))) {
      TarArchiveEntry entry;
      while ((entry = tar.getNextEntry()) != null) {
        if (entry.isFile()) {
          certificates.add(certificate(tar.readAllBytes()));
        }
      }
    }
    return certificates;
  }

  /** A certificate as it stands in its file. */
  public static KeyCertificate certificate(byte[] bytes) {
    String whole = new String(bytes, StandardCharsets.ISO_8859_1);
    String text = whole.substring(whole.indexOf("dir-key-certificate-version"));
    String last = "\ndir-key-certification\n";
    return new KeyCertificate(
        Integer.parseInt(word(text, "dir-key-certificate-version")),
        Fingerprint.ofHex(word(text, "fingerprint")),
        time(text, "dir-key-published"),
        time(text, "dir-key-expires"),
        text.getBytes(StandardCharsets.ISO_8859_1),
        text.indexOf(last) + last.length(),
        object(text, "dir-identity-key"),
        object(text, "dir-signing-key"),
        object(text, "dir-key-crosscert"),
        object(text, "dir-key-certification"),
        Sha256.digest(bytes));
  }

  private static String word(String text, String keyword) {
    Matcher matcher = Pattern.compile("^" + keyword + " (.+)$", Pattern.MULTILINE).matcher(text);
    if (!matcher.find()) {
      throw new IllegalArgumentException("no " + keyword);
    }
    return matcher.group(1);
  }

  private static Instant time(String text, String keyword) {
    return Instant.parse(word(text, keyword).replace(' ', 'T') + "Z");
  }

  private static byte[] object(String text, String keyword) {
    Matcher matcher =
        Pattern.compile(
                "^" + keyword + "\n-----BEGIN [A-Z ]+-----\n([^-]+)-----END ", Pattern.MULTILINE)
            .matcher(text);
    return matcher.find() ? decode(matcher.group(1)) : new byte[0];
  }

  private static byte[] decode(String base64) {
    return Base64.getMimeDecoder().decode(base64);
  }
}
