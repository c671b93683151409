package io.auscult.export;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
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

    /** Whether nobody can read along on the way to it, so that it needs no TLS. */
    public static boolean isThisMachine(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
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
        List<X509Certificate> chain = Pem.certificates(certificate);
        PrivateKey own = Pem.privateKey(key);
        if (!Pem.belongs(own, chain.getFirst())) {
            throw new IOException(key + ": of another certificate than " + certificate);
        }
        char[] password = new char[0];
        KeyStore store = empty();
        store.setKeyEntry("sensor", own, password, chain.toArray(Certificate[]::new));
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
        for (Certificate authority : Pem.certificates(ca)) {
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
