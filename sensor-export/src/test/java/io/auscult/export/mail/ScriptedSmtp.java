package io.auscult.export.mail;

import io.auscult.export.TestAuthority;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A mail server for tests that offers STARTTLS when it has a certificate, and answers commands as it is told to: to refuse, to hang. One connection at a time. */
final class ScriptedSmtp implements AutoCloseable {
    /** Commands as they came, those in TLS with {@code tls:} before them; {@code DATA} is followed by the lines. */
    final List<String> heard = new CopyOnWriteArrayList<>();

    /** Answers by beginning of the command; {@code .} is the end of a mail; an empty answer is none at all. */
    final Map<String, String> answers = new ConcurrentHashMap<>();

    /** What a mail may not contain in one line; it is refused for good then. */
    volatile String poison = "";

    private final ServerSocket server;
    private final @Nullable SSLContext tls;

    /** @param authority who made the certificate {@code name}; null for a server without TLS */
    ScriptedSmtp(@Nullable TestAuthority authority, String name, String names) throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        tls = authority == null ? null : authority.settings(name, names).context("test");
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                talk(socket, "");
            } catch (IOException e) {
                continue; // the client went away, or the test is over
            }
        }
    }

    private void talk(Socket socket, String channel) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        OutputStream out = socket.getOutputStream();
        if (channel.isEmpty()) {
            say(out, "220 test ESMTP");
        }
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            heard.add(channel + line);
            String command = line.toUpperCase(Locale.ROOT);
            String scripted = scripted(command);
            if (scripted != null) {
                say(out, scripted);
                continue;
            }
            if (command.startsWith("EHLO")) {
                say(
                        out,
                        "250-test\r\n" + (tls != null && channel.isEmpty() ? "250-STARTTLS\r\n" : "")
                                + "250 AUTH PLAIN");
            } else if (command.equals("STARTTLS") && tls != null) {
                say(out, "220 go on");
                SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, false);
                secured.setUseClientMode(false);
                talk(secured, "tls:");
                return;
            } else if (command.startsWith("AUTH")) {
                say(out, "235 welcome");
            } else if (command.equals("DATA")) {
                say(out, "354 go on");
                boolean isPoisoned = false;
                for (String each = in.readLine(); each != null && !each.equals("."); each = in.readLine()) {
                    heard.add(each);
                    isPoisoned |= !poison.isEmpty() && each.contains(poison);
                }
                String atEnd = isPoisoned ? "554 5.7.1 malware" : scripted(".");
                say(out, atEnd == null ? "250 taken" : atEnd);
            } else if (command.equals("QUIT")) {
                say(out, "221 bye");
                return;
            } else {
                say(out, "250 fine");
            }
        }
    }

    private @Nullable String scripted(String command) {
        for (Map.Entry<String, String> each : answers.entrySet()) {
            if (command.startsWith(each.getKey())) {
                return each.getValue();
            }
        }
        return null;
    }

    private static void say(OutputStream out, String answer) throws IOException {
        if (!answer.isEmpty()) {
            out.write((answer + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    static TestAuthority authority(Path folder) throws IOException {
        return new TestAuthority(folder);
    }
}
