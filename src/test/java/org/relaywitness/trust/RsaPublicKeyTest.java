package org.relaywitness.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RsaPublicKeyTest {
  private static final KeyPair PAIR = TestAuthority.newKey();
  private static final RsaPublicKey KEY =
      Objects.requireNonNull(RsaPublicKey.find(TestAuthority.publicDer(PAIR)));
  private static final byte[] DIGEST =
      HexFormat.of().parseHex("00112233445566778899aabbccddeeff01234567");

  private static byte[] block(int padding, byte[] content) {
    byte[] block = new byte[128];
    block[1] = 1;
    Arrays.fill(block, 2, 2 + padding, (byte) 0xff);
    System.arraycopy(content, 0, block, 3 + padding, content.length);
    return block;
  }

  private static boolean verifies(byte[] block) {
    return KEY.verifies(TestAuthority.signBlock(PAIR, block), DIGEST);
  }

  @Test
  void verifies_bareDigest_isTrue() {
    assertTrue(verifies(block(105, DIGEST)));
  }

  @Test
  void verifies_contentThatBeginsWithTheDigest_isTrue() {
    assertTrue(verifies(block(101, TestAuthority.concat(DIGEST, new byte[] {1, 2, 3, 4}))));
  }

  @Test
  void verifies_otherBlocks_isFalse() {
    assertFalse(verifies(block(7, DIGEST)), "too little padding");
    assertTrue(verifies(block(8, DIGEST)), "just enough padding");
    byte[] wrong = block(105, DIGEST);
    wrong[1] = 2;
    assertFalse(verifies(wrong), "block type 2");
    wrong = block(105, DIGEST);
    wrong[50] = (byte) 0xfe;
    assertFalse(verifies(wrong), "padding with a hole");
    wrong = block(105, DIGEST);
    wrong[107] = 1;
    assertFalse(verifies(wrong), "no zero before the content");
    assertFalse(verifies(block(106, Arrays.copyOf(DIGEST, 19))), "a digest cut off");
    assertFalse(
        KEY.verifies(TestAuthority.signBlock(PAIR, block(105, DIGEST)), Arrays.copyOf(DIGEST, 32)),
        "a longer digest");
  }

  @Test
  void verifies_signatureOfThePlatformWithDigestInfo_isFalse() throws Exception {
    Signature platform = Signature.getInstance("SHA1withRSA");
    platform.initSign(PAIR.getPrivate());
    platform.update(new byte[] {1});
    byte[] signature = platform.sign();
    assertFalse(KEY.verifies(signature, Sha1.digest(new byte[] {1}, 1)));
  }

  @Test
  void verifies_sameValueWrittenOtherwise_isFalse() {
    byte[] signature = TestAuthority.signBlock(PAIR, block(105, DIGEST));
    assertTrue(KEY.verifies(signature, DIGEST));
    assertFalse(KEY.verifies(TestAuthority.concat(new byte[1], signature), DIGEST));
    assertFalse(KEY.verifies(new byte[0], DIGEST));
    BigInteger modulus = ((RSAPublicKey) PAIR.getPublic()).getModulus();
    BigInteger shifted = new BigInteger(1, signature).add(modulus);
    assertFalse(KEY.verifies(TestAuthority.fixed(shifted, 129), DIGEST));
    assertFalse(KEY.verifies(TestAuthority.fixed(modulus, 128), DIGEST));
  }

  private static byte[] key(BigInteger modulus, BigInteger exponent) {
    return TestAuthority.der(
        0x30,
        TestAuthority.concat(
            TestAuthority.der(2, modulus.toByteArray()),
            TestAuthority.der(2, exponent.toByteArray())));
  }

  @Test
  void find_unlikelyKeys_isNull() {
    BigInteger modulus = ((RSAPublicKey) PAIR.getPublic()).getModulus();
    BigInteger e = BigInteger.valueOf(65537);
    assertNotNull(RsaPublicKey.find(key(modulus, e)));
    assertNull(RsaPublicKey.find(key(modulus, BigInteger.valueOf(3))), "exponent 3");
    assertNull(RsaPublicKey.find(key(modulus.shiftRight(1).setBit(0), e)), "1023 bits");
    assertNull(RsaPublicKey.find(key(modulus.subtract(BigInteger.ONE), e)), "even");
    assertNull(RsaPublicKey.find(key(modulus.negate(), e)), "negative");
    assertNull(RsaPublicKey.find(key(BigInteger.ONE.shiftLeft(8192).setBit(0), e)), "8193 bits");
  }

  @Test
  void find_damagedDer_isNull() {
    byte[] der = TestAuthority.publicDer(PAIR);
    assertNull(RsaPublicKey.find(new byte[0]));
    assertNull(RsaPublicKey.find(Arrays.copyOf(der, der.length + 1)), "a byte too many");
    for (int length = 0; length < der.length; length++) {
      assertNull(RsaPublicKey.find(Arrays.copyOf(der, length)), "cut to " + length);
    }
    byte[] otherTag = der.clone();
    otherTag[0] = 0x31;
    assertNull(RsaPublicKey.find(otherTag));
    BigInteger modulus = ((RSAPublicKey) PAIR.getPublic()).getModulus();
    byte[] padded =
        TestAuthority.der(
            0x30,
            TestAuthority.concat(
                TestAuthority.der(2, TestAuthority.concat(new byte[1], modulus.toByteArray())),
                TestAuthority.der(2, BigInteger.valueOf(65537).toByteArray())));
    assertNull(RsaPublicKey.find(padded), "a needless zero");
    byte[] content = Arrays.copyOfRange(der, 3, der.length);
    assertEquals((byte) 0x81, der[1]);
    byte[] longForm =
        TestAuthority.concat(new byte[] {0x30, (byte) 0x82, 0, (byte) content.length}, content);
    assertNull(RsaPublicKey.find(longForm), "a length longer than needed");
  }
}
