package io.auscult.export.kafka;

import io.auscult.export.TestAuthority;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A real Kafka broker in KRaft mode, a process of its own on loopback: a listener that anybody may use and one with TLS and a password (user
 * {@code sensor}). Killed and started again it has what it had.
 */
final class TestBroker implements AutoCloseable {
    static final String PASSWORD = "pa\"ss\\word of the test";

    private final Path folder;
    private final int plain = freePort();
    private final int secured = freePort();
    private final int meddled = freePort();
    private final int meddler = freePort();
    private final int controller = freePort();
    private Process process;

    /** Formats its storage; {@link #start} starts it. */
    TestBroker(Path folder, TestAuthority authority) throws Exception {
        this.folder = Files.createDirectories(folder);
        Path certificate = authority.issue("broker", "DNS:localhost,IP:127.0.0.1");
        Files.writeString(
                folder.resolve("broker.pem"),
                Files.readString(authority.key("broker")) + Files.readString(certificate));
        String password =
                PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"").replace("\\", "\\\\"); // JAAS in properties
        Files.writeString(folder.resolve("server.properties"), """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                listeners=PLAINTEXT://127.0.0.1:%2$d,SASL_SSL://127.0.0.1:%3$d,MEDDLED://127.0.0.1:%6$d,CONTROLLER://127.0.0.1:%1$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%2$d,SASL_SSL://127.0.0.1:%3$d,MEDDLED://127.0.0.1:%7$d
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,MEDDLED:PLAINTEXT,CONTROLLER:PLAINTEXT
                inter.broker.listener.name=PLAINTEXT
                sasl.enabled.mechanisms=PLAIN
                listener.name.sasl_ssl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_sensor="%4$s";
                listener.name.sasl_ssl.ssl.keystore.type=PEM
                listener.name.sasl_ssl.ssl.keystore.location=%5$s/broker.pem
                log.dirs=%5$s/data
                num.partitions=3
                num.network.threads=1
                num.io.threads=2
                background.threads=1
                log.cleaner.enable=false
                offsets.topic.num.partitions=1
                offsets.topic.replication.factor=1
                group.initial.rebalance.delay.ms=0
                auto.create.topics.enable=false
                message.max.bytes=1048588
                """.formatted(
                        controller, plain, secured, password, folder, meddled, meddler));
        Process format = java(
                "kafka.tools.StorageTool",
                "format",
                "-t",
                "MkU3OEVBNTcwNTJENDM2Qg",
                "-c",
                folder + "/server.properties");
        if (!format.waitFor(60, TimeUnit.SECONDS) || format.exitValue() != 0) {
            throw new IOException(Files.readString(log()));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Path log() {
        return folder.resolve("log");
    }

    private Process java(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                classPath()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    /** Ours without what logs. */
    private static String classPath() {
        String all = System.getProperty("auscult.broker", System.getProperty("java.class.path"));
        return String.join(
                File.pathSeparator,
                Arrays.stream(all.split(File.pathSeparator))
                        .filter(entry -> !entry.matches(".*(junit|jazzer|assertj|logback|surefire).*\\.jar"))
                        .toList());
    }

    /** Returns when it answers. */
    void start() throws Exception {
        process = java("kafka.Kafka", folder + "/server.properties");
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                break;
            }
            try (Admin admin = admin()) {
                admin.describeCluster().nodes().get(2, TimeUnit.SECONDS);
                return;
            } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
                continue;
            }
        }
        throw new IOException("the broker does not start: " + Files.readString(log()));
    }

    /** As a power cut would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Nothing of it moves, and its sockets stay. */
    void freeze(boolean frozen) throws Exception {
        new ProcessBuilder("kill", frozen ? "-STOP" : "-CONT", Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private Admin admin() {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, server(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 1500));
    }

    void create(String... topics) throws Exception {
        create(Map.of(), topics);
    }

    void create(Map<String, String> settings, String... topics) throws Exception {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, server()))) {
            admin.createTopics(Arrays.stream(topics)
                            .map(topic -> new NewTopic(topic, 3, (short) 1).configs(settings))
                            .toList())
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    String server() {
        return "127.0.0.1:" + plain;
    }

    /** A listener that tells clients to come to {@link #meddler}. */
    int meddled() {
        return meddled;
    }

    /** Where somebody may stand in between. */
    int meddler() {
        return meddler;
    }

    String securedServer() {
        return "localhost:" + secured;
    }

    /** All of a topic, partition by partition. */
    List<ConsumerRecord<String, String>> records(String topic) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, server());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        List<ConsumerRecord<String, String>> all = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
        }
        return all;
    }

    @Override
    public void close() throws Exception {
        if (process != null) {
            kill();
        }
    }
}
