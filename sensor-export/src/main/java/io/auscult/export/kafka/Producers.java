package io.auscult.export.kafka;

import io.auscult.export.RejectedException;
import io.auscult.export.kafka.KafkaSettings.Login;
import io.auscult.export.kafka.KafkaSettings.Mechanism;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes producers, and says in our words what went wrong with one. Stateless. */
final class Producers {
    private static final int BATCH = 1 << 16; // bytes of records to one partition that travel together
    private static final long WAITING = 1L << 24; // bytes of records that wait for their acknowledgement
    private static final int MAX_BACK_OFF_MS = 5_000;

    private Producers() {}

    /**
     * Idempotent, acknowledged by all replicas in sync. Secrets and certificates are read now.
     *
     * @param blocks how long a caller may wait for room or for the brokers' addresses
     * @param linger how long a record waits for others
     */
    static KafkaProducer<byte[], byte[]> open(KafkaSettings settings, Duration blocks, Duration linger)
            throws IOException {
        BrokerProbe.check(settings);
        Map<String, Object> all = new HashMap<>();
        all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.servers());
        all.put(ProducerConfig.CLIENT_ID_CONFIG, "auscult-" + settings.name());
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                settings.compression().name().toLowerCase(Locale.ROOT));
        all.put(ProducerConfig.LINGER_MS_CONFIG, linger.toMillis());
        all.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH);
        all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(WAITING, 2L * settings.maxRecord()));
        all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, settings.maxRecord());
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, blocks.toMillis());
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int)
                settings.timeout().toMillis());
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int)
                Math.max(1, settings.timeout().minus(linger).toMillis() / 2));
        all.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, MAX_BACK_OFF_MS);
        all.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
        all.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false); // the brokers' business is records
        security(settings, all);
        try {
            return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            throw failure(settings, e);
        }
    }

    private static void security(KafkaSettings settings, Map<String, Object> all) throws IOException {
        Login login = settings.login();
        all.put("security.protocol", (login == null ? "" : "SASL_") + (settings.tls() == null ? "PLAINTEXT" : "SSL"));
        if (settings.tls() != null) {
            all.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, ReceiverTls.class);
            all.put(ReceiverTls.CONTEXT, settings.tls().context(settings.name()));
            all.put(ReceiverTls.SETTINGS, settings.tls());
        }
        if (login != null) {
            Mechanism mechanism = login.mechanism();
            all.put(SaslConfigs.SASL_MECHANISM, mechanism.sasl());
            all.put(
                    SaslConfigs.SASL_JAAS_CONFIG,
                    mechanism.module() + " required username=" + quoted(login.user()) + " password="
                            + quoted(login.password().read()) + ";");
        }
    }

    /** As the client's parser of this reads it. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** What to throw for it. */
    static IOException failure(KafkaSettings settings, Throwable cause) {
        String name = settings.name() + ": ";
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return switch (cause) {
            case RecordTooLargeException e -> new RejectedException(name + message);
            case SslAuthenticationException e ->
                new IOException(
                        name + "TLS with " + settings.servers()
                                + " failed, see ca_file, server_name and client_certificate: " + message,
                        e);
            case AuthenticationException e ->
                new IOException(
                        name + "the brokers do not let the sensor in, see user, password and mechanism: " + message, e);
            case AuthorizationException e ->
                new IOException(
                        name + "the brokers do not let this user write, see their rights for the topics: " + message,
                        e);
            case TimeoutException e ->
                new IOException(name + "no answer of " + settings.servers() + " in time: " + message, e);
            case InterruptException e -> {
                Thread.currentThread().interrupt();
                yield new IOException(name + "interrupted", e);
            }
            case InvalidConfigurationException e -> new IOException(name + message, e);
            default -> {
                Throwable below = cause.getCause();
                yield new IOException(
                        name + message + (below == null || below.getMessage() == null ? "" : ": " + below.getMessage()),
                        cause);
            }
        };
    }
}
