package io.auscult.app.share;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A mail server on loopback that takes everything; of a mail it tells subject, text and HTML as a reader sees them. */
final class MailWire implements SharedReceivers.Wire {
    private final ServerSocket server;
    private final List<String> mails = new ArrayList<>();
    private final StringBuilder heads = new StringBuilder();

    MailWire() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            say(socket, "220 here");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("DATA")) {
                    say(socket, "354 go on");
                    StringBuilder mail = new StringBuilder();
                    for (String each = in.readLine(); !each.equals("."); each = in.readLine()) {
                        mail.append(each.startsWith("..") ? each.substring(1) : each)
                                .append("\r\n");
                    }
                    synchronized (mails) {
                        mails.add(mail.toString());
                    }
                }
                say(socket, line.startsWith("QUIT") ? "221 bye" : "250 yes");
            }
        } catch (IOException e) {
            return; // the sensor has gone
        }
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public int port() {
        return server.getLocalPort();
    }

    @Override
    public List<String> received(int expected) throws IOException {
        List<String> read = new ArrayList<>();
        synchronized (mails) {
            for (String mail : mails) {
                read.addAll(parts(mail));
                heads.append(mail, 0, mail.indexOf("\r\n\r\n"));
            }
            mails.clear();
        }
        return read;
    }

    @Override
    public String besides() {
        String since = heads.toString();
        heads.setLength(0);
        return since;
    }

    private static List<String> parts(String mail) throws IOException {
        try {
            MimeMessage message = new MimeMessage(
                    Session.getInstance(new Properties()),
                    new ByteArrayInputStream(mail.getBytes(StandardCharsets.ISO_8859_1)));
            List<String> parts = new ArrayList<>(List.of(message.getSubject()));
            add(message, parts);
            return parts;
        } catch (MessagingException e) {
            throw new IOException(e);
        }
    }

    private static void add(Part whole, List<String> parts) throws IOException, MessagingException {
        if (whole.getContent() instanceof Multipart several) {
            for (int i = 0; i < several.getCount(); i++) {
                add(several.getBodyPart(i), parts);
            }
        } else {
            parts.add(whole.getContent().toString());
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
