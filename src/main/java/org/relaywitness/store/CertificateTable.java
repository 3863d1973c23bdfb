package org.relaywitness.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.Sha256;
import org.relaywitness.store.ImportBatch.PendingCertificate;

/** The rows of {@code key_certificate}. */
final class CertificateTable {
  private final Connection connection;

  CertificateTable(Connection connection) {
    this.connection = connection;
  }

  void add(List<PendingCertificate> certificates) throws SQLException {
    if (certificates.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into key_certificate (sha256, identity, signing_key_digest, source_id, version,
              signed_length, published, expires, path, document, identity_key, signing_key,
              crosscert, certification)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)) {
      for (PendingCertificate pending : certificates) {
        KeyCertificate certificate = pending.certificate();
        insert.setBytes(1, certificate.sha256().toBytes());
        insert.setBytes(2, certificate.identity().toBytes());
        insert.setBytes(3, sha1(certificate.signingKey()));
        insert.setInt(4, pending.origin().source());
        insert.setInt(5, certificate.version());
        insert.setInt(6, certificate.signedLength());
        insert.setObject(7, Times.bound(certificate.published()));
        insert.setObject(8, Times.bound(certificate.expires()));
        insert.setString(9, pending.origin().path());
        insert.setBytes(10, certificate.document());
        insert.setBytes(11, certificate.identityKey());
        insert.setBytes(12, certificate.signingKey());
        insert.setBytes(13, certificate.crosscert());
        insert.setBytes(14, certificate.certification());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static byte[] sha1(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks SHA-1", e);
    }
  }

  /** All key certificates held, in order of identity and time. */
  static List<KeyCertificate> all(Connection connection) throws SQLException {
    List<KeyCertificate> certificates = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                """
                select version, identity, published, expires, document, signed_length,
                       identity_key, signing_key, crosscert, certification, sha256
                  from key_certificate
                 order by identity, published, sha256
                """);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        Instant published = Times.instant(row, 3);
        certificates.add(
            new KeyCertificate(
                row.getInt(1),
                Fingerprint.ofBytes(row.getBytes(2)),
                published,
                Times.instant(row, 4),
                row.getBytes(5),
                row.getInt(6),
                row.getBytes(7),
                row.getBytes(8),
                row.getBytes(9),
                row.getBytes(10),
                Sha256.ofBytes(row.getBytes(11))));
      }
    }
    return certificates;
  }
}
