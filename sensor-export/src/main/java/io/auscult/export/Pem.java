package io.auscult.export;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** Reads certificates and keys in PEM. Any thread. */
public final class Pem {
    private static final int MAX_FILE = 1 << 22; // bytes
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----", END = "-----END PRIVATE KEY-----";

    private Pem() {}

    /** @throws IOException when there is none; the message names the file */
    public static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> found;
        try {
            if (Files.size(file) > MAX_FILE) {
                throw new IOException(file + ": longer than " + MAX_FILE + " bytes");
            }
            found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file");
        } catch (CertificateException e) {
            throw new IOException(file + ": not readable (expected: certificates in PEM)", e);
        }
        if (found.isEmpty()) {
            throw new IOException(file + ": no certificate in it (expected: certificates in PEM)");
        }
        return found;
    }

    /** @throws IOException when there is none; the message names where it should be */
    public static PrivateKey privateKey(Secret key) throws IOException, GeneralSecurityException {
        String text = key.read();
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(
                    key + ": no key in it (expected: PKCS#8 in PEM, not encrypted: openssl pkcs8 -topk8 -nocrypt)");
        }
        byte[] der;
        try {
            der = Base64.getMimeDecoder()
                    .decode(text.substring(begin + BEGIN.length(), end).getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new IOException(key + ": damaged PEM");
        }
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                continue; // of another algorithm
            }
        }
        throw new IOException(key + ": not readable (expected: a key of " + String.join(", ", KEY_ALGORITHMS) + ")");
    }

    /** Whether the one signs what the other verifies. */
    public static boolean belongs(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        if (!certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        byte[] text = {1};
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(text);
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(certificate.getPublicKey());
        verifying.update(text);
        return verifying.verify(signing.sign());
    }
}
