package io.auscult.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate authority for tests: {@code ca.pem} in a folder, and certificates by it, made with openssl. */
public final class TestAuthority {
    private static final String EC = "ec -pkeyopt ec_paramgen_curve:P-256";

    private final Path folder;

    /** Makes it, with a key of its own. */
    public TestAuthority(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=ward-ca -keyout ca.key -out ca.pem");
    }

    public Path ca() {
        return folder.resolve("ca.pem");
    }

    /**
     * A certificate and its key (PKCS#8, for the owner only).
     *
     * @param name of the files
     * @param names as openssl writes them: {@code DNS:siem.test,IP:127.0.0.1}
     * @return the certificate; its key is {@link #key}
     */
    public Path issue(String name, String names) throws IOException {
        return issue(name, names, EC);
    }

    /** One that ended yesterday. */
    public Path issueExpired(String name, String names) throws IOException {
        return issue(name, names, EC, -1);
    }

    /** @param algorithm as {@code openssl req -newkey} takes it */
    public Path issue(String name, String names, String algorithm) throws IOException {
        return issue(name, names, algorithm, 30);
    }

    private Path issue(String name, String names, String algorithm, int days) throws IOException {
        openssl("req -newkey %s -nodes -subj /CN=%s -keyout %s.key -out %s.csr".formatted(algorithm, name, name, name));
        Files.writeString(folder.resolve(name + ".ext"), "subjectAltName=" + names + "\n");
        openssl("x509 -req -in %s.csr -CA ca.pem -CAkey ca.key -days %d -extfile %s.ext -out %s.pem"
                .formatted(name, days, name, name));
        Files.setPosixFilePermissions(key(name), PosixFilePermissions.fromString("rw-------"));
        return folder.resolve(name + ".pem");
    }

    public Path key(String name) {
        return folder.resolve(name + ".key");
    }

    /** With its certificate and key, and this authority believed. */
    public TlsSettings settings(String name, String names) throws IOException {
        return new TlsSettings(ca(), issue(name, names), Secret.ofFile(key(name)), null, false);
    }

    private void openssl(String arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments.split(" ")));
        Path log = folder.resolve("openssl.log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("openssl " + arguments + ": " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
