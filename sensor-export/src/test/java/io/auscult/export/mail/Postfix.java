package io.auscult.export.mail;

import io.auscult.export.TestAuthority;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Postfix of our own: its configuration, queue, users and mailboxes in a folder. It takes mail for {@code it} and {@code duty} of hospital.test, encrypted
 * and from the user {@code sensor} with the password {@code s3cret} only, at one port with STARTTLS and at another with TLS from the first byte.
 */
final class Postfix implements AutoCloseable {
    private static final String NOBODY = "65534";

    private static final String MAIN = """
            compatibility_level = 3.6
            queue_directory = DIR/queue
            data_directory = DIR/data
            myhostname = mail.hospital.test
            mydestination =
            mynetworks =
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            maillog_file = DIR/log
            maillog_file_prefixes = DIR
            virtual_mailbox_domains = hospital.test
            virtual_mailbox_base = DIR/mail
            virtual_mailbox_maps = inline:{ it@hospital.test=it/, duty@hospital.test=duty/ }
            virtual_uid_maps = static:NOBODY
            virtual_gid_maps = static:NOBODY
            virtual_minimum_uid = 1
            message_size_limit = 10240000
            smtpd_tls_cert_file = DIR/tls/mail.pem
            smtpd_tls_key_file = DIR/tls/mail.key
            smtpd_tls_security_level = encrypt
            smtpd_tls_auth_only = yes
            smtpd_sasl_auth_enable = yes
            cyrus_sasl_config_path = DIR/sasl
            smtpd_client_restrictions = permit_sasl_authenticated, reject
            """;

    private static final String SERVICES = """
            127.0.0.1:PORT1 inet n - n - - smtpd
            127.0.0.1:PORT2 inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            tlsmgr unix - - n 1000? 1 tlsmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            verify unix - - n - 1 verify
            proxymap unix - - n - - proxymap
            error unix - - n - - error
            retry unix - - n - - error
            virtual unix - n n - - virtual
            anvil unix - - n - 1 anvil
            postlog unix-dgram n - n - 1 postlogd
            """;

    private final Path folder;
    private final int startTlsPort = freePort();
    private final int tlsPort = freePort();
    private @Nullable Process process;

    /** @param folder everybody may look into */
    Postfix(Path folder, TestAuthority authority) throws IOException {
        this.folder = folder;
        authority.issue("mail", "DNS:localhost");
        for (String each : List.of("queue", "data", "sasl", "mail")) {
            Files.createDirectories(folder.resolve(each));
        }
        write("main.cf", MAIN);
        write("master.cf", SERVICES);
        write(
                "sasl/smtpd.conf",
                "pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: DIR/sasldb2\nmech_list: PLAIN LOGIN\n");
        write("password", "s3cret");
        Path users = folder.resolve("sasldb2");
        run(
                "/bin/sh",
                "-c",
                "saslpasswd2 -p -c -f " + users + " -u mail.hospital.test sensor < " + folder.resolve("password"));
        Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-r--r--"));
        run("chown", NOBODY + ":" + NOBODY, folder.resolve("mail").toString());
        run("chown", "postfix", folder.resolve("data").toString());
    }

    /** What is missing to run it; empty when nothing is. */
    static String missing() {
        if (!Files.isExecutable(Path.of("/usr/sbin/postfix"))
                || !Files.isExecutable(Path.of("/usr/sbin/saslpasswd2"))) {
            return "Debian's packages postfix and sasl2-bin";
        }
        return System.getProperty("user.name").equals("root") ? "" : "the rights of root";
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(
                folder.resolve(file),
                text.replace("DIR", folder.toString())
                        .replace("NOBODY", NOBODY)
                        .replace("PORT1", Integer.toString(startTlsPort))
                        .replace("PORT2", Integer.toString(tlsPort)));
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    int startTlsPort() {
        return startTlsPort;
    }

    int tlsPort() {
        return tlsPort;
    }

    void start() throws IOException {
        process = new ProcessBuilder("/usr/sbin/postfix", "-c", folder.toString(), "start-fg")
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("out").toFile()))
                .start();
        for (int i = 0; i < 200; i++) {
            try (Socket probe = new Socket("127.0.0.1", startTlsPort)) {
                if (probe.isConnected()) {
                    return;
                }
            } catch (IOException e) {
                pause();
            }
        }
        throw new IOException("postfix did not start: " + Files.readString(folder.resolve("out")));
    }

    /** Orderly: what it has taken, it delivers after the next start. */
    void stop() throws IOException {
        Process running = process;
        process = null;
        if (running != null) {
            run("/usr/sbin/postfix", "-c", folder.toString(), "stop");
            try {
                if (!running.waitFor(20, TimeUnit.SECONDS)) {
                    running.destroyForcibly();
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    /** What lies in a reader's mailbox once there are so many, or after 20 s. */
    List<MimeMessage> mailbox(String reader, int count) throws IOException, MessagingException {
        List<MimeMessage> mails = new ArrayList<>();
        for (int i = 0; i < 400 && files(reader).size() < count; i++) {
            pause();
        }
        for (Path each : files(reader)) {
            mails.add(new MimeMessage(Session.getInstance(new Properties()), Files.newInputStream(each)));
        }
        return mails;
    }

    private List<Path> files(String reader) throws IOException {
        Path box = folder.resolve("mail").resolve(reader).resolve("new");
        if (!Files.isDirectory(box)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(box)) {
            return files.sorted().toList();
        }
    }

    /** What it says it did. */
    String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    private void run(String... command) throws IOException {
        Process running = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("out").toFile()))
                .start();
        try {
            if (!running.waitFor(20, TimeUnit.SECONDS) || running.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + Files.readString(folder.resolve("out")));
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
