package io.auscult.export.mail;

import io.auscult.export.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** TLS sockets of which each looks at the server's certificate and name. Immutable. */
final class VerifiedSockets extends SSLSocketFactory {
    private final TlsSettings tls;
    private final SSLSocketFactory sockets;

    /** Reads the files. */
    VerifiedSockets(TlsSettings tls, String receiver) throws IOException {
        this.tls = tls;
        this.sockets = tls.context(receiver).getSocketFactory();
    }

    private Socket verified(Socket socket) {
        ((SSLSocket) socket).setSSLParameters(tls.parameters());
        return socket;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
        return verified(sockets.createSocket());
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return verified(sockets.createSocket(socket, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return verified(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return verified(sockets.createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return verified(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return verified(sockets.createSocket(address, port, localAddress, localPort));
    }
}
