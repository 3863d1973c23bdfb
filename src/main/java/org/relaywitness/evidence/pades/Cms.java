package org.relaywitness.evidence.pades;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.ess.ESSCertID;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificate;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.DefaultCMSSignatureEncryptionAlgorithmFinder;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.jspecify.annotations.Nullable;

/** A CMS container with one signer, as it was read; believes nothing in it. */
final class Cms {
  /** Held, not registered: the platform's own providers stay as they are. */
  static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  /** Digests by which nobody can make a second text, nor two texts at once. */
  private static final Map<ASN1ObjectIdentifier, String> STRONG =
      Map.of(
          NISTObjectIdentifiers.id_sha256, "SHA-256",
          NISTObjectIdentifiers.id_sha384, "SHA-384",
          NISTObjectIdentifiers.id_sha512, "SHA-512");

  private final CMSSignedData data;
  private final SignerInformation signer;
  private final List<X509Certificate> certificates;

  private Cms(
      CMSSignedData data, SignerInformation signer, Collection<X509Certificate> certificates) {
    this.data = data;
    this.signer = signer;
    this.certificates = List.copyOf(certificates);
  }

  /**
   * Reads a container in DER, with nothing after it.
   *
   * @param content what is signed, where the container does not hold it
   */
  static Cms parse(byte[] encoded, byte @Nullable [] content)
      throws IOException, GeneralSecurityException {
    try (ASN1InputStream in = new ASN1InputStream(encoded)) {
      ASN1Primitive object = in.readObject();
      if (object == null || in.read() >= 0) {
        throw new IOException("expected one container and nothing after it");
      }
      ContentInfo info = ContentInfo.getInstance(object);
      return of(
          content == null
              ? new CMSSignedData(info)
              : new CMSSignedData(new CMSProcessableByteArray(content), info));
    } catch (CMSException | RuntimeException e) {
      throw new IOException("this is no container of a signature", e);
    }
  }

  /** A container that was parsed already. */
  static Cms of(CMSSignedData data) throws GeneralSecurityException {
    Collection<SignerInformation> signers = data.getSignerInfos().getSigners();
    if (signers.size() != 1) {
      throw new GeneralSecurityException(signers.size() + " signers, expected one");
    }
    List<X509Certificate> certificates = new ArrayList<>();
    for (X509CertificateHolder holder : data.getCertificates().getMatches(null)) {
      certificates.add(
          new JcaX509CertificateConverter().setProvider(PROVIDER).getCertificate(holder));
    }
    return new Cms(data, signers.iterator().next(), certificates);
  }

  /** All certificates in the container. */
  List<X509Certificate> certificates() {
    return certificates;
  }

  SignerInformation signer() {
    return signer;
  }

  CMSSignedData data() {
    return data;
  }

  /**
   * The certificate that the signature says it was made with; {@code null}: it is not there. Its
   * issuer must be named byte for byte as in the certificate: no signature covers that name, and
   * two names can be equal without being the same, in small and capital letters for instance.
   */
  @SuppressWarnings("unchecked") // a SignerId selects certificates, and does not say so
  @Nullable X509Certificate findSigner() throws GeneralSecurityException {
    Collection<X509CertificateHolder> found = data.getCertificates().getMatches(signer.getSID());
    if (found.size() != 1) {
      return null;
    }
    X509CertificateHolder holder = found.iterator().next();
    return isTheSame(holder.getIssuer(), signer.getSID().getIssuer())
        ? new JcaX509CertificateConverter().setProvider(PROVIDER).getCertificate(holder)
        : null;
  }

  private static boolean isTheSame(X500Name one, X500Name other) throws GeneralSecurityException {
    try {
      return Arrays.equals(one.getEncoded(), other.getEncoded());
    } catch (IOException e) {
      throw new GeneralSecurityException("a name that cannot be written", e);
    }
  }

  /**
   * Whether the content is signed with this certificate's key, by algorithms that can be trusted.
   */
  boolean isSignedBy(X509Certificate certificate) {
    if (!STRONG.containsKey(signer.getDigestAlgorithmID().getAlgorithm())) {
      return false;
    }
    try {
      return signer.verify(
          new JcaSimpleSignerInfoVerifierBuilder().setProvider(PROVIDER).build(certificate));
    } catch (CMSException | OperatorCreationException | RuntimeException e) {
      // The digest differs, or there is no sense in the signature.
      return false;
    }
  }

  /** Whether the signature names this certificate by its digest, among what is signed. */
  boolean names(X509Certificate certificate) throws GeneralSecurityException {
    ASN1Encodable value = findSigned(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
    if (value == null) {
      return false;
    }
    ESSCertIDv2[] ids = SigningCertificateV2.getInstance(value).getCerts();
    return ids.length > 0
        && Arrays.equals(
            ids[0].getCertHash(),
            digest(ids[0].getHashAlgorithm().getAlgorithm(), certificate.getEncoded()));
  }

  /** The same in the older form, by SHA-1, which timestamp authorities still use (RFC 3161). */
  boolean namesAsOfOld(X509Certificate certificate) throws GeneralSecurityException {
    ASN1Encodable value = findSigned(PKCSObjectIdentifiers.id_aa_signingCertificate);
    if (value == null) {
      return false;
    }
    ESSCertID[] ids = SigningCertificate.getInstance(value).getCerts();
    return ids.length > 0
        && Arrays.equals(
            ids[0].getCertHash(),
            MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded()));
  }

  private @Nullable ASN1Encodable findSigned(ASN1ObjectIdentifier type) {
    AttributeTable signed = signer.getSignedAttributes();
    Attribute attribute = signed == null ? null : signed.get(type);
    return attribute == null || attribute.getAttrValues().size() != 1
        ? null
        : attribute.getAttrValues().getObjectAt(0);
  }

  /**
   * Whether those parts that no signature covers are as the signatures of reports have them: the
   * versions, the algorithms said twice, no content, no revocation lists, and nothing among the
   * certificates that is none.
   */
  boolean isOfOurForm() {
    SignedData form = SignedData.getInstance(data.toASN1Structure().getContent());
    AlgorithmIdentifier digest = signer.getDigestAlgorithmID();
    return data.toASN1Structure().getContentType().equals(CMSObjectIdentifiers.signedData)
        && signer.toASN1Structure().getDigestEncryptionAlgorithm().equals(algorithm(digest))
        && form.getVersion().hasValue(1)
        && form.getDigestAlgorithms().size() == 1
        && digest.equals(AlgorithmIdentifier.getInstance(form.getDigestAlgorithms().getObjectAt(0)))
        && digest.equals(new DefaultDigestAlgorithmIdentifierFinder().find(digest.getAlgorithm()))
        && form.getEncapContentInfo().getContentType().equals(PKCSObjectIdentifiers.data)
        && form.getEncapContentInfo().getContent() == null
        && form.getCRLs() == null
        && form.getCertificates() != null
        && form.getCertificates().size() == certificates.size()
        && signer.getVersion() == 1;
  }

  /** How a signature over this digest is named where the key is of the signer's kind. */
  private AlgorithmIdentifier algorithm(AlgorithmIdentifier digest) {
    String hash = String.valueOf(STRONG.get(digest.getAlgorithm())).replace("-", "");
    boolean rsa = signer.getEncryptionAlgOID().startsWith(PKCSObjectIdentifiers.pkcs_1.getId());
    return new DefaultCMSSignatureEncryptionAlgorithmFinder()
        .findEncryptionAlgorithm(
            new DefaultSignatureAlgorithmIdentifierFinder()
                .find(hash + (rsa ? "withRSA" : "withECDSA")));
  }

  /** The digest of bytes, by a strong algorithm alone. */
  static byte[] digest(ASN1ObjectIdentifier algorithm, byte[] bytes)
      throws GeneralSecurityException {
    String name = STRONG.get(algorithm);
    if (name == null) {
      throw new GeneralSecurityException("a digest that is not trusted: " + algorithm);
    }
    return MessageDigest.getInstance(name).digest(bytes);
  }

  /**
   * Whether the bytes are the one way in which DER writes what was read. The signer is also written
   * from its parts, since the library reads those under any tag.
   */
  boolean isCanonical(byte[] encoded) throws IOException {
    SignedData form = SignedData.getInstance(data.toASN1Structure().getContent());
    ASN1Primitive read = form.getSignerInfos().getObjectAt(0).toASN1Primitive();
    return Arrays.equals(encoded, data.toASN1Structure().getEncoded(ASN1Encoding.DER))
        && Arrays.equals(
            read.getEncoded(ASN1Encoding.DER),
            signer.toASN1Structure().getEncoded(ASN1Encoding.DER));
  }
}
