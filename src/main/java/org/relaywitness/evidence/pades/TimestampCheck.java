package org.relaywitness.evidence.pades;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TSPUtil;
import org.bouncycastle.tsp.TimeStampToken;
import org.jspecify.annotations.Nullable;

/**
 * What a timestamp shows by itself, before anybody is trusted.
 *
 * @param intact its authority signed it, for these bytes, with a certificate that is for timestamps
 *     alone and was valid then
 * @param time the time that it states
 * @param certificates of the authority, its own first; empty when it is not there
 */
record TimestampCheck(boolean intact, Instant time, List<X509Certificate> certificates) {
  TimestampCheck {
    certificates = List.copyOf(certificates);
  }

  /** Checks a timestamp against the bytes that it is said to be for. */
  static TimestampCheck of(TimeStampToken token, byte[] bytes) {
    Instant time = token.getTimeStampInfo().getGenTime().toInstant();
    try {
      Cms cms = Cms.of(token.toCMSSignedData());
      X509Certificate signer = cms.findSigner();
      if (signer == null) {
        return new TimestampCheck(false, time, List.of());
      }
      List<X509Certificate> certificates = CertificatePath.ordered(signer, cms.certificates());
      boolean intact =
          Arrays.equals(
                  token.getTimeStampInfo().getMessageImprintDigest(),
                  Cms.digest(token.getTimeStampInfo().getHashAlgorithm().getAlgorithm(), bytes))
              && cms.isSignedBy(signer)
              && (cms.names(signer) || cms.namesAsOfOld(signer))
              && isForTimestamps(signer)
              && !time.isBefore(signer.getNotBefore().toInstant())
              && !time.isAfter(signer.getNotAfter().toInstant());
      return new TimestampCheck(intact, time, certificates);
    } catch (GeneralSecurityException | RuntimeException e) {
      return new TimestampCheck(false, time, List.of());
    }
  }

  private static boolean isForTimestamps(X509Certificate certificate)
      throws GeneralSecurityException {
    try {
      TSPUtil.validateCertificate(new JcaX509CertificateHolder(certificate));
      return true;
    } catch (TSPException e) {
      return false;
    }
  }

  /** The certificate of the authority; {@code null}: it is not there. */
  @Nullable X509Certificate authority() {
    return certificates.isEmpty() ? null : certificates.get(0);
  }
}
