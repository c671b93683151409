package io.auscult.export;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * How a receiver is recognised over TLS, and how the sensor shows who it is. Immutable; files are read at every {@link #context}, so that
 * renewed certificates are used from the next connection on. TLS 1.2 and 1.3.
 *
 * @param ca certificates in PEM that the receiver's must lead to; null for those that Java brings
 * @param certificate the sensor's own in PEM, with those between it and its authority; null for none
 * @param key of {@code certificate}: PKCS#8 in PEM, not encrypted
 * @param serverName name that the receiver's certificate must have when it is not the one it is reached by, such as an address; null for that one
 * @param insecure whether anybody is believed to be the receiver
 */
public record TlsSettings(
        @Nullable Path ca,
        @Nullable Path certificate,
        @Nullable Secret key,
        @Nullable String serverName,
        boolean insecure) {
    /** Java's authorities, the name it is reached by, no certificate of its own. */
    public static final TlsSettings DEFAULT = new TlsSettings(null, null, null, null, false);

    private static final int MAX_FILE = 1 << 22; // bytes
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----", END = "-----END PRIVATE KEY-----";

    public TlsSettings {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException(
                    (key == null ? "key" : "certificate") + ": none (expected: certificate and key, or neither)");
        }
        if (insecure && (ca != null || serverName != null)) {
            throw new IllegalArgumentException("insecure: true (expected: false, or no ca and no server name)");
        }
        if (serverName != null) {
            try {
                new SNIHostName(serverName);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("server name: " + serverName + " (expected: a host name)", e);
            }
        }
    }

    /**
     * Reads the files. Says loudly when nothing is verified.
     *
     * @param receiver name for the message
     * @throws IOException when a file is absent or not what it should be; the message names it
     */
    public SSLContext context(String receiver) throws IOException {
        if (insecure) {
            LoggerFactory.getLogger(TlsSettings.class)
                    .warn(
                            "{}: TLS IS NOT VERIFIED (insecure: true): anybody on the way can read and change what is sent there",
                            receiver);
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), trust(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(receiver + ": TLS: " + e.getMessage(), e);
        }
    }

    /** Names and protocols to go with {@link #context}. An HTTP client sets the names itself, unless the address is a number. */
    public SSLParameters parameters() {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        if (!insecure) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (serverName != null) {
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
        }
        return parameters;
    }

    /**
     * TLS over a connected socket, which is closed with it. Time-outs are the socket's.
     *
     * @param host how the receiver is reached
     */
    public SSLSocket over(Socket socket, String receiver, String host, int port) throws IOException {
        SSLSocket secured = (SSLSocket) context(receiver).getSocketFactory().createSocket(socket, host, port, true);
        secured.setSSLParameters(parameters());
        secured.startHandshake();
        return secured;
    }

    private KeyManager @Nullable [] keys() throws IOException, GeneralSecurityException {
        if (certificate == null || key == null) {
            return null;
        }
        Certificate[] chain = certificates(certificate).toArray(Certificate[]::new);
        PrivateKey own = privateKey(key);
        char[] password = new char[0];
        KeyStore store = empty();
        store.setKeyEntry("sensor", own, password, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    private TrustManager @Nullable [] trust() throws IOException, GeneralSecurityException {
        if (insecure) {
            return new TrustManager[] {new Credulous()};
        }
        if (ca == null) {
            return null;
        }
        KeyStore store = empty();
        int number = 0;
        for (Certificate authority : certificates(ca)) {
            store.setCertificateEntry("ca-" + number++, authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file) throws IOException {
        Collection<? extends Certificate> found;
        try {
            if (Files.size(file) > MAX_FILE) {
                throw new IOException(file + ": longer than " + MAX_FILE + " bytes");
            }
            found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
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

    private static PrivateKey privateKey(Secret key) throws IOException, GeneralSecurityException {
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

    /** Believes anybody: what {@code insecure} asks for. Not wrapped by JSSE, so that names are not looked at either. */
    private static final class Credulous extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
