package io.auscult.export.kafka;

import io.auscult.export.Secret;
import io.auscult.export.TlsSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a Kafka cluster is reached and what goes where. Immutable.
 *
 * @param name of the receiver
 * @param servers some of its brokers, {@code host:port}
 * @param alerts topic of alerts
 * @param incidents topic of incidents; empty: they are not sent
 * @param events topic of events, in which {@code {log}} stands for the log's name
 * @param logs of which events are sent, by name; empty: none
 * @param compression of what is sent
 * @param tls null: readable on the way
 * @param login null: none
 * @param timeout until a record must have been acknowledged
 * @param maxRecord bytes of the largest record, before it is compressed
 */
public record KafkaSettings(
        String name,
        List<String> servers,
        String alerts,
        String incidents,
        String events,
        Set<String> logs,
        Compression compression,
        @Nullable TlsSettings tls,
        @Nullable Login login,
        Duration timeout,
        int maxRecord) {
    /** How records are compressed, by Kafka's names. */
    public enum Compression {
        NONE,
        GZIP,
        ZSTD
    }

    /** How the sensor says who it is, by SASL. */
    public enum Mechanism {
        PLAIN("PLAIN", "plain.PlainLoginModule"),
        SCRAM_SHA_256("SCRAM-SHA-256", "scram.ScramLoginModule"),
        SCRAM_SHA_512("SCRAM-SHA-512", "scram.ScramLoginModule");

        private final String sasl;
        private final String module;

        Mechanism(String sasl, String module) {
            this.sasl = sasl;
            this.module = "org.apache.kafka.common.security." + module;
        }

        String sasl() {
            return sasl;
        }

        String module() {
            return module;
        }
    }

    /** Who the sensor is. */
    public record Login(Mechanism mechanism, String user, Secret password) {}

    private static final String LOG = "{log}";
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
    private static final Pattern SERVER = Pattern.compile("[^\\s,/@]+:\\d{1,5}");

    public KafkaSettings {
        servers = List.copyOf(servers);
        logs = Set.copyOf(logs);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("servers: none (expected: host:port, one at least)");
        }
        for (String server : servers) {
            if (!SERVER.matcher(server).matches()) {
                throw new IllegalArgumentException("servers: " + server + " (expected: host:port)");
            }
        }
        check("topic", alerts);
        if (!incidents.isEmpty()) {
            check("incidents_topic", incidents);
        }
        check("events_topic", events.replace(LOG, "log"));
        if (login != null && login.mechanism() == Mechanism.PLAIN && tls == null) {
            throw new IllegalArgumentException(
                    "mechanism: plain without tls (expected: tls: true, or scram-sha-512, which does not send the password)");
        }
    }

    private static void check(String setting, String topic) {
        if (!TOPIC.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
            throw new IllegalArgumentException(
                    setting + ": " + topic + " (expected: letters, digits, dot, underscore and hyphen, 249 at most)");
        }
    }

    String eventTopic(String log) {
        return events.replace(LOG, log);
    }
}
