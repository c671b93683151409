package io.auscult.app.config.receiver;

import io.auscult.app.config.Entry;
import io.auscult.app.config.Setting;
import io.auscult.app.config.ValueTypes;
import io.auscult.core.counter.Counters;
import io.auscult.export.EventStream;
import io.auscult.export.Exporter;
import io.auscult.export.Secret;
import io.auscult.export.kafka.KafkaEvents;
import io.auscult.export.kafka.KafkaExporter;
import io.auscult.export.kafka.KafkaSettings;
import io.auscult.export.kafka.KafkaSettings.Compression;
import io.auscult.export.kafka.KafkaSettings.Login;
import io.auscult.export.kafka.KafkaSettings.Mechanism;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Kafka: what analyses streams. Stateless. */
final class KafkaReceiver extends ReceiverKind {
    private static final int MAX_TOPIC = 249;

    private final Setting<List<String>> servers = required(
            "servers",
            ValueTypes.texts("host:port", 255),
            "Some of the cluster's brokers, host:port; they tell of the others.");
    private final Setting<String> alerts = optional(
            "alerts_topic",
            ValueTypes.text("a topic", MAX_TOPIC),
            "auscult.alerts",
            "Where alerts go, as EVE, keyed by their incident. Topics must be there already, or the brokers make them.");
    private final Setting<String> incidents = optional(
            "incidents_topic",
            ValueTypes.text("a topic", MAX_TOPIC),
            "auscult.incidents",
            "Where incidents go, again when they have grown. Empty: they are not sent.");
    private final Setting<String> events = optional(
            "events_topic",
            ValueTypes.text("a topic", MAX_TOPIC),
            "auscult.{log}",
            "Where events go, keyed by their connection; {log} stands for the log's name.");
    private final Setting<List<String>> logs = optional(
            "events",
            ValueTypes.texts("names of logs", 64),
            List.of(),
            "Which events are sent, by the name of their log, such as conn, dns, http. They do not wait in the journal: what the cluster cannot take in time is lost and counted.");
    private final Setting<Compression> compression = optional(
            "compression", ValueTypes.choice(Compression.class), Compression.ZSTD, "How records are compressed.");
    private final Setting<Boolean> encrypted =
            optional("tls", ValueTypes.flag(), true, "false can be read and changed on the way.");
    private final Setting<String> user =
            optional("user", ValueTypes.text("a user name", 255), "", "Who the sensor is, by SASL. Empty: no login.");
    private final Setting<Optional<Secret>> password =
            optional("password", ValueTypes.secret(), Optional.empty(), "Of user.");
    private final Setting<Mechanism> mechanism = optional(
            "mechanism", ValueTypes.choice(Mechanism.class), Mechanism.SCRAM_SHA_512, "How the password is shown.");
    private final Setting<Duration> timeout = optional(
            "timeout",
            ValueTypes.duration("1 s", "5 m"),
            Duration.ofSeconds(30),
            "Until a record must have been acknowledged by all replicas in sync.");
    private final Setting<Long> maxRecord = optional(
            "max_record",
            ValueTypes.size("16 KiB", "16 MiB"),
            8L << 20,
            "The largest record, before it is compressed; the brokers have a bound of their own for it afterwards (message.max.bytes). What is larger is put aside.");
    private final TlsKeys tls = new TlsKeys(this);

    KafkaReceiver() {
        super(false, "kafka", "Clusters of Kafka that take alerts, incidents and, if you like, events.", """
                - name: streams
                  servers: [kafka1.hospital.example:9093, kafka2.hospital.example:9093]
                  ca_file: /etc/auscult/kafka-ca.pem
                  user: auscult
                  password: file:/etc/auscult/kafka.password
                  events: [conn, dns, identity]
                """);
    }

    @Override
    public List<Setting<?>> pastPolicies(Entry entry) {
        return entry.get(logs).isEmpty() ? List.of() : List.of(logs);
    }

    @Override
    public String describe(Entry entry) {
        return "topic " + entry.get(alerts) + " at " + String.join(", ", entry.get(servers));
    }

    @Override
    public Exporter open(Entry entry, ReceiverContext context) {
        return new KafkaExporter(of(entry), context.interfaces());
    }

    @Override
    public @Nullable EventStream events(Entry entry, Counters counters) {
        return entry.get(logs).isEmpty() ? null : KafkaEvents.start(of(entry), counters);
    }

    private KafkaSettings of(Entry entry) {
        return new KafkaSettings(
                name(entry),
                entry.get(servers),
                entry.get(alerts),
                entry.get(incidents),
                entry.get(events),
                Set.copyOf(entry.get(logs)),
                entry.get(compression),
                entry.get(encrypted) ? tls.of(entry) : null,
                login(entry),
                entry.get(timeout),
                entry.get(maxRecord).intValue());
    }

    private @Nullable Login login(Entry entry) {
        Secret secret = entry.get(password).orElse(null);
        if (entry.get(user).isEmpty() != (secret == null)) {
            throw new IllegalArgumentException(
                    (secret == null ? "password" : "user") + ": none (expected: user and password, or neither)");
        }
        return secret == null ? null : new Login(entry.get(mechanism), entry.get(user), secret);
    }
}
