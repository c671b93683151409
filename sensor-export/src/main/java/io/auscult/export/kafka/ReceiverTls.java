package io.auscult.export.kafka;

import io.auscult.export.TlsSettings;
import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS by our settings in place of Kafka's, so that certificates, names and keys mean the same for all receivers. Made by Kafka's client, which hands
 * over its configuration; any of its threads.
 */
public final class ReceiverTls implements SslEngineFactory {
    /** Keys in the client's configuration under which we leave our own objects. */
    static final String CONTEXT = "auscult.tls.context";

    static final String SETTINGS = "auscult.tls.settings";

    private @Nullable SSLContext context;
    private @Nullable TlsSettings settings;

    @Override
    public void configure(Map<String, ?> configuration) {
        context = (SSLContext) configuration.get(CONTEXT);
        settings = (TlsSettings) configuration.get(SETTINGS);
    }

    @Override
    public SSLEngine createClientSslEngine(String peerHost, int peerPort, String endpointIdentification) {
        if (context == null || settings == null) {
            throw new IllegalStateException("tls: not configured");
        }
        String name = settings.serverName();
        SSLEngine engine = context.createSSLEngine(name == null ? peerHost : name, peerPort);
        engine.setUseClientMode(true);
        engine.setSSLParameters(settings.parameters());
        return engine;
    }

    @Override
    public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
        throw new UnsupportedOperationException("a client only");
    }

    @Override
    public boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
        return false;
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return Set.of();
    }

    @Override
    public @Nullable KeyStore keystore() {
        return null;
    }

    @Override
    public @Nullable KeyStore truststore() {
        return null;
    }

    @Override
    public void close() {
        context = null;
    }
}
