package io.auscult.export.syslog;

import io.auscult.export.TestAuthority;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real rsyslogd of our own: its configuration, ports and files in a folder; it writes each message as it came into {@code messages}. */
final class Rsyslog implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/rsyslogd");
    private static final Path MODULES = Path.of("/usr/lib/x86_64-linux-gnu/rsyslog");

    private final Path folder;
    private final int port;
    private final String input;
    private @Nullable Process process;

    private Rsyslog(Path folder, int port, String input) {
        this.folder = folder;
        this.port = port;
        this.input = input;
    }

    /** @param driver gtls or ossl, empty for none */
    static boolean isInstalled(String driver) {
        return Files.isExecutable(PROGRAM)
                && (driver.isEmpty() || Files.exists(MODULES.resolve("lmnsd_" + driver + ".so")));
    }

    static Rsyslog tcp(Path folder) throws IOException {
        int port = freePort();
        return new Rsyslog(folder, port, """
                module(load="imtcp")
                input(type="imtcp" port="%d" address="127.0.0.1")
                """.formatted(port));
    }

    static Rsyslog udp(Path folder) throws IOException {
        int port = freePort();
        return new Rsyslog(folder, port, """
                module(load="imudp")
                input(type="imudp" port="%d" address="127.0.0.1" rcvbufSize="1m")
                """.formatted(port));
    }

    /** @param mutual whether it takes only clients that the authority vouches for, by the name sensor.test */
    static Rsyslog tls(Path folder, TestAuthority authority, String driver, boolean mutual) throws IOException {
        int port = freePort();
        Path certificate = authority.issue("rsyslog", "DNS:siem.test");
        String who = mutual
                ? "streamDriver.authMode=\"x509/name\" permittedPeer=[\"sensor.test\"]"
                : "streamDriver.authMode=\"anon\"";
        return new Rsyslog(folder, port, """
                global(defaultNetstreamDriver="%s"
                       defaultNetstreamDriverCAFile="%s"
                       defaultNetstreamDriverCertFile="%s"
                       defaultNetstreamDriverKeyFile="%s")
                module(load="imtcp" streamDriver.name="%s" streamDriver.mode="1" %s)
                input(type="imtcp" port="%d" address="127.0.0.1")
                """.formatted(
                        driver, authority.ca(), certificate, authority.key("rsyslog"), driver, who, port));
    }

    int port() {
        return port;
    }

    void start() throws IOException {
        Files.createDirectories(folder);
        Path configuration = folder.resolve("rsyslog.conf");
        Files.writeString(configuration, """
                global(workDirectory="%s" maxMessageSize="64k" parser.escapeControlCharactersOnReceive="off")
                %s
                template(name="raw" type="string" string="%%rawmsg%%\\n")
                action(type="omfile" file="%s" template="raw" flushOnTXEnd="on" asyncWriting="off")
                """.formatted(folder, input, folder.resolve("messages")));
        Process started = new ProcessBuilder(
                        PROGRAM.toString(),
                        "-n",
                        "-f",
                        configuration.toString(),
                        "-i",
                        folder.resolve("pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        process = started;
        awaitPort(started);
    }

    private void awaitPort(Process started) throws IOException {
        boolean isUdp = input.contains("imudp");
        for (int i = 0; i < 200; i++) {
            pause(50);
            if (!started.isAlive()) {
                break;
            }
            if (isUdp ? isBound() : isListening()) {
                return;
            }
        }
        throw new IOException("rsyslogd did not start: " + Files.readString(folder.resolve("log")));
    }

    private boolean isListening() {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress("127.0.0.1", port), 100);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isBound() throws IOException {
        return Files.readString(Path.of("/proc/net/udp")).contains(":%04X ".formatted(port));
    }

    /** Orderly: it writes what it has read. */
    void stop() {
        Process running = process;
        process = null;
        if (running != null) {
            running.destroy();
            await(running);
        }
    }

    /** As a crash. */
    void kill() {
        Process running = process;
        process = null;
        if (running != null) {
            running.destroyForcibly();
            await(running);
        }
    }

    /** Lets it take bytes and read none, or go on. */
    void pause(boolean isPaused) throws IOException {
        try {
            new ProcessBuilder("kill", isPaused ? "-STOP" : "-CONT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void await(Process running) {
        try {
            if (!running.waitFor(20, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What it wrote once it writes no more. */
    List<ParsedMessage> messages() throws IOException {
        List<ParsedMessage> parsed = new ArrayList<>();
        for (String line : lines()) {
            parsed.add(ParsedMessage.of(line.getBytes(StandardCharsets.UTF_8)));
        }
        return parsed;
    }

    private List<String> lines() throws IOException {
        Path file = folder.resolve("messages");
        long size = -1;
        while (!Files.exists(file) || size != Files.size(file)) {
            if (size == 0 && !Files.exists(file)) {
                return List.of();
            }
            size = Files.exists(file) ? Files.size(file) : 0;
            pause(150);
        }
        return Files.readAllLines(file);
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    private static void pause(int ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
