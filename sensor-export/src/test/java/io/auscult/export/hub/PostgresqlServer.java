package io.auscult.export.hub;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Debian's PostgreSQL on loopback, with a folder of its own; as user {@code postgres} when the test is root. */
final class PostgresqlServer implements AutoCloseable {
    static final String USER = "auscult";
    static final String PASSWORD = "only-for-this-test";
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final int PATIENCE_S = 60;

    private final Path programs;
    private final Path folder;
    private final int port;
    private @Nullable Process server;

    private PostgresqlServer(Path programs) throws IOException {
        this.programs = programs;
        folder = Files.createTempDirectory("postgresql-test");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    static PostgresqlServer startOrSkip() throws Exception {
        Path programs = null;
        if (Files.isDirectory(INSTALLED)) {
            try (Stream<Path> versions = Files.list(INSTALLED)) {
                programs = versions.map(version -> version.resolve("bin"))
                        .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                        .max(Comparator.naturalOrder())
                        .orElse(null);
            }
        }
        assumeTrue(programs != null, "skipped: no PostgreSQL below " + INSTALLED + " (apt-get install postgresql)");
        PostgresqlServer server = new PostgresqlServer(programs);
        server.create();
        server.start();
        return server;
    }

    private void create() throws Exception {
        Path password = folder.resolve("password");
        Files.writeString(password, PASSWORD);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        if (isRoot()) {
            run("chown", "-R", "postgres:postgres", folder.toString());
        }
        run(command(
                "initdb",
                "--no-sync",
                "-A",
                "scram-sha-256",
                "-U",
                USER,
                "--pwfile=" + password,
                "-D",
                folder.resolve("data").toString()));
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** It refuses to run as root. */
    private String[] command(String program, String... arguments) {
        List<String> all = new ArrayList<>();
        if (isRoot()) {
            all.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        all.add(programs.resolve(program).toString());
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }

    private void run(String... command) throws Exception {
        Path log = Files.createTempFile("postgresql-test", ".log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + ": " + Files.readString(log));
        }
        Files.delete(log);
    }

    /** Also after {@link #kill}: what a killed one left behind goes by itself. */
    void start() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        Process process = launch();
        while (!answers()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("PostgreSQL did not begin: " + Files.readString(log()));
            }
            if (!process.isAlive()) {
                process = launch();
            }
            Thread.sleep(50);
        }
        server = process;
    }

    private Process launch() throws IOException {
        return new ProcessBuilder(command(
                        "postgres",
                        "-D",
                        folder.resolve("data").toString(),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "port=" + port,
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "shared_buffers=16MB"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
    }

    private Path log() {
        return folder.resolveSibling(folder.getFileName() + ".log");
    }

    private boolean answers() {
        try (var connection = DriverManager.getConnection(url("postgres"), USER, PASSWORD)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** @return the URL of a new database */
    String database(String name) throws SQLException {
        try (var connection = DriverManager.getConnection(url("postgres"), USER, PASSWORD);
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return url(name);
    }

    /** SIGKILL of its first process: the others end when they notice. */
    void kill() throws InterruptedException {
        Process process = server;
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() throws Exception {
        Process process = server;
        if (process != null) {
            process.destroy(); // SIGTERM: waits for clients
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                kill();
            }
        }
        Files.deleteIfExists(log());
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
