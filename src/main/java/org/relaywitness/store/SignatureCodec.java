package org.relaywitness.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.relaywitness.directory.DirectorySignature;
import org.relaywitness.directory.Fingerprint;

/**
 * The raw signatures of one copy of a consensus in one value: for each the algorithm's length (1)
 * and ASCII text, the identity (20), the signing key digest (20), the signature's length (2) and
 * bytes.
 */
final class SignatureCodec {
  private SignatureCodec() {}

  static byte[] encode(List<DirectorySignature> signatures) {
    int length = 0;
    for (DirectorySignature signature : signatures) {
      length += 43 + signature.algorithm().length() + signature.signature().length;
    }
    ByteBuffer buffer = ByteBuffer.allocate(length);
    for (DirectorySignature signature : signatures) {
      byte[] algorithm = signature.algorithm().getBytes(StandardCharsets.ISO_8859_1);
      byte[] raw = signature.signature();
      if (algorithm.length > 255 || raw.length > 0xffff) {
        throw new IllegalArgumentException("a directory-signature that is too long to be one");
      }
      buffer.put((byte) algorithm.length).put(algorithm);
      buffer.put(signature.identity().toBytes());
      buffer.put(signature.signingKeyDigest().toBytes());
      buffer.putShort((short) raw.length).put(raw);
    }
    return buffer.array();
  }

  static List<DirectorySignature> decode(byte[] encoded) {
    ByteBuffer buffer = ByteBuffer.wrap(encoded);
    List<DirectorySignature> signatures = new ArrayList<>();
    while (buffer.hasRemaining()) {
      String algorithm = new String(take(buffer, buffer.get() & 0xff), StandardCharsets.ISO_8859_1);
      Fingerprint identity = Fingerprint.ofBytes(take(buffer, Fingerprint.LENGTH));
      Fingerprint key = Fingerprint.ofBytes(take(buffer, Fingerprint.LENGTH));
      signatures.add(
          new DirectorySignature(
              algorithm, identity, key, take(buffer, buffer.getShort() & 0xffff)));
    }
    return signatures;
  }

  private static byte[] take(ByteBuffer buffer, int length) {
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }
}
