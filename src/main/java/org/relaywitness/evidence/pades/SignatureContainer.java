package org.relaywitness.evidence.pades;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSAttributeTableGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.CMSTypedData;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Makes the CMS container of a signature: detached, with the certificates, and with the signing
 * certificate's digest among what is signed (CAdES). The signing time is not in it: PAdES has it in
 * the PDF.
 */
final class SignatureContainer {
  /** The room that is left for the container in the file, in bytes. */
  static final int RESERVED = 20_000;

  /** What a timestamp with its certificates may take of it. */
  private static final int FOR_TIMESTAMP = 10_000;

  private final SigningKey key;
  private final String digest;

  private SignatureContainer(SigningKey key, String digest) {
    this.key = key;
    this.digest = digest;
  }

  /** For this key, with a digest that is as strong as the key. */
  static SignatureContainer of(SigningKey key) {
    String digest = "SHA256";
    if (key.certificate().getPublicKey() instanceof ECPublicKey ec) {
      int bits = ec.getParams().getOrder().bitLength();
      digest = bits > 384 ? "SHA512" : bits > 256 ? "SHA384" : "SHA256";
    }
    return new SignatureContainer(key, digest);
  }

  /** Signs and checks a few bytes, so that a key that does not fit is found at once. */
  void check(Path file) throws SigningKeyException {
    byte[] content = "trial".getBytes(StandardCharsets.US_ASCII);
    try {
      byte[] signed = encoded(sign(new ByteArrayInputStream(content)));
      if (!Cms.parse(signed, content).isSignedBy(key.certificate())) {
        throw new SigningKeyException(file + ": the key does not belong to its certificate");
      }
      if (signed.length > RESERVED - FOR_TIMESTAMP) {
        throw new SigningKeyException(
            file + ": its certificates are longer than " + (RESERVED - FOR_TIMESTAMP) + " bytes");
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new SigningKeyException(file + ": the key cannot sign: " + e.getMessage(), e);
    }
  }

  /** The container for this content. */
  CMSSignedData sign(InputStream content) throws IOException, GeneralSecurityException {
    try {
      DefaultSignedAttributeTableGenerator attributes =
          new DefaultSignedAttributeTableGenerator(
              new AttributeTable(new DERSet(signingCertificate())));
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
              .setSignedAttributeGenerator(withoutTime(attributes))
              .build(
                  new JcaContentSignerBuilder(digest + "with" + algorithm()).build(key.key()),
                  key.certificate()));
      generator.addCertificates(new JcaCertStore(key.chain()));
      return generator.generate(new Streamed(content), false);
    } catch (CMSException | OperatorCreationException e) {
      throw new GeneralSecurityException("signing", e);
    }
  }

  /** The container in the one form that every reader writes alike (DER). */
  static byte[] encoded(CMSSignedData signed) throws IOException {
    return signed.toASN1Structure().getEncoded(ASN1Encoding.DER);
  }

  private String algorithm() {
    return key.certificate().getPublicKey() instanceof ECPublicKey ? "ECDSA" : "RSA";
  }

  private static CMSAttributeTableGenerator withoutTime(CMSAttributeTableGenerator all) {
    return new CMSAttributeTableGenerator() {
      @Override
      @SuppressWarnings("rawtypes") // as the interface has it
      public AttributeTable getAttributes(Map parameters) {
        return all.getAttributes(parameters).remove(CMSAttributes.signingTime);
      }
    };
  }

  /** The digest of the certificate, so that no other with the same key can take its place. */
  private Attribute signingCertificate() throws GeneralSecurityException {
    X509Certificate certificate = key.certificate();
    JcaX509CertificateHolder holder = new JcaX509CertificateHolder(certificate);
    ESSCertIDv2 id =
        new ESSCertIDv2(
            new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256),
            sha256(certificate.getEncoded()),
            new IssuerSerial(
                new GeneralNames(new GeneralName(holder.getIssuer())),
                certificate.getSerialNumber()));
    return new Attribute(
        PKCSObjectIdentifiers.id_aa_signingCertificateV2, new DERSet(new SigningCertificateV2(id)));
  }

  private static byte[] sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  /** Content that is read once, as a stream. */
  private record Streamed(InputStream in) implements CMSTypedData {
    @Override
    public ASN1ObjectIdentifier getContentType() {
      return PKCSObjectIdentifiers.data;
    }

    @Override
    public void write(OutputStream out) throws IOException {
      in.transferTo(out);
    }

    @Override
    public Object getContent() {
      return in;
    }
  }
}
