package io.auscult.export.mail;

import io.auscult.export.RejectedException;
import io.auscult.export.Secret;
import io.auscult.export.page.Clean;
import jakarta.activation.DataHandler;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/** Hands mails to a server, over one connection as long as that lasts. One thread. Every answer is waited for no longer than set. */
final class Postbox implements AutoCloseable {
    private static final int MAX_SUBJECT = 150; // characters
    private static final long IDLE_NS = 10_000_000_000L;
    private static final int MAX_REASON = 300; // characters of what the server says

    private final MailSettings settings;
    private @Nullable Session session;
    private @Nullable Transport transport;
    private long usedNs;

    Postbox(MailSettings settings) {
        this.settings = settings;
    }

    /** Connects, unless that is done. @throws IOException with the setting to look at */
    void open() throws IOException {
        if (transport != null && transport.isConnected()) {
            return;
        }
        close();
        String protocol = settings.security() == MailSecurity.TLS ? "smtps" : "smtp";
        Session opened = Session.getInstance(properties(protocol));
        Secret secret = settings.password();
        try {
            Transport to = opened.getTransport(protocol);
            to.connect(
                    settings.host(),
                    settings.port(),
                    secret == null ? null : settings.user(),
                    secret == null ? null : secret.read());
            transport = to;
            session = opened;
            usedNs = System.nanoTime();
        } catch (AuthenticationFailedException e) {
            throw new IOException(
                    settings.name() + ": the mail server refuses the logon, look at user and password: " + said(e), e);
        } catch (MessagingException e) {
            throw new IOException(
                    settings.name() + ": " + settings.host() + ":" + settings.port() + " cannot be used: " + said(e),
                    e);
        }
    }

    private Properties properties(String protocol) throws IOException {
        Properties properties = new Properties();
        String prefix = "mail." + protocol + ".";
        String millis = Long.toString(settings.timeout().toMillis());
        properties.put(prefix + "connectiontimeout", millis);
        properties.put(prefix + "timeout", millis);
        properties.put(prefix + "writetimeout", millis);
        properties.put(prefix + "sendpartial", "true"); // one reader's full mailbox must not keep it from the others
        properties.put(prefix + "from", settings.from());
        properties.put(prefix + "auth", Boolean.toString(settings.password() != null));
        if (settings.security() != MailSecurity.NONE) {
            properties.put(prefix + "ssl.socketFactory", new VerifiedSockets(settings.tls(), settings.name()));
            properties.put(prefix + "ssl.socketFactory.fallback", "false");
            properties.put(prefix + "ssl.checkserveridentity", "false"); // the sockets do, and more strictly
        }
        if (settings.security() == MailSecurity.STARTTLS) {
            properties.put(prefix + "starttls.enable", "true");
            properties.put(prefix + "starttls.required", "true");
        }
        return properties;
    }

    /**
     * What became of a mail.
     *
     * @param isTaken whether at least one reader gets it
     * @param later readers for whom the server does not take it now: a full mailbox, a server that wants to be asked twice
     * @param refused what it said of readers for whom it did not take it; empty when there are none
     */
    record Taken(boolean isTaken, List<String> later, String refused) {}

    /**
     * Returns when the server has taken it, or said of every reader that it does not.
     *
     * @param readers for whom it is; all of them stand in it
     * @throws RejectedException when it refuses this mail for good
     */
    Taken send(Letter letter, List<String> readers, Instant now) throws IOException {
        open();
        Transport to = transport;
        Session of = session;
        if (to == null || of == null) {
            throw new IOException(settings.name() + ": not connected");
        }
        try {
            InternetAddress[] envelope = new InternetAddress[readers.size()];
            for (int i = 0; i < envelope.length; i++) {
                envelope[i] = new InternetAddress(readers.get(i));
            }
            to.sendMessage(message(of, letter, now), envelope);
            usedNs = System.nanoTime();
            return new Taken(true, List.of(), "");
        } catch (MessagingException e) {
            return explained(e);
        }
    }

    private Taken explained(MessagingException thrown) throws IOException {
        String name = settings.name();
        List<String> later = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (Exception e = thrown; e instanceof MessagingException each; e = each.getNextException()) {
            if (each instanceof SMTPSenderFailedException) {
                close();
                throw new IOException(
                        name + ": the mail server refuses the sender, look at from: " + said(each), thrown);
            }
            if (each instanceof SMTPAddressFailedException address) {
                if (address.getReturnCode() < 500) {
                    later.add(address.getAddress().getAddress());
                }
                refused.add(address.getAddress() + ": " + said(address));
            } else if (each instanceof SMTPSendFailedException whole
                    && whole.getReturnCode() >= 500
                    && refused.isEmpty()
                    && isContent(whole)) {
                close();
                throw new RejectedException(name + ": the mail server refuses this mail: " + said(whole));
            }
        }
        boolean isSent = thrown instanceof jakarta.mail.SendFailedException failed
                && failed.getValidSentAddresses() != null
                && failed.getValidSentAddresses().length > 0;
        if (!isSent) {
            close();
        }
        if (!isSent && refused.isEmpty()) {
            throw new IOException(name + ": the mail was not taken: " + said(thrown), thrown);
        }
        usedNs = System.nanoTime();
        return new Taken(isSent, List.copyOf(later), Clean.text(String.join("; ", refused)));
    }

    /** Whether it was the mail itself, and not how the server feels about us. */
    private static boolean isContent(SMTPSendFailedException e) {
        String command = e.getCommand();
        return (command == null || command.equals(".") || command.startsWith("DATA") || command.startsWith("BDAT"))
                && e.getReturnCode() != 530
                && e.getReturnCode() != 535;
    }

    private static String said(Exception e) {
        Throwable deepest = e;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        String text = e.getMessage() == null ? e.toString() : e.getMessage();
        String cause = deepest == e || deepest.getMessage() == null ? "" : " (" + deepest.getMessage() + ")";
        String whole = Clean.text(text + (text.contains(cause.strip()) ? "" : cause));
        return whole.length() > MAX_REASON ? whole.substring(0, MAX_REASON) : whole;
    }

    private MimeMessage message(Session of, Letter letter, Instant now) throws MessagingException {
        String id = whole(letter.id());
        MimeMessage message = new MimeMessage(of) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", id);
            }
        };
        message.setFrom(new InternetAddress(settings.from()));
        for (String reader : settings.to()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(reader));
        }
        message.setSubject(subject(letter.subject()), "UTF-8");
        message.setSentDate(Date.from(now));
        message.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: no holiday answers
        message.setHeader("X-Auto-Response-Suppress", "All");
        if (letter.isUrgent()) {
            message.setHeader("Importance", "high");
            message.setHeader("X-Priority", "1");
        }
        if (!letter.references().isEmpty()) {
            List<String> references =
                    letter.references().stream().map(this::whole).toList();
            message.setHeader("In-Reply-To", references.getLast());
            message.setHeader("References", String.join("\r\n ", references));
        }
        message.setContent(content(letter));
        message.saveChanges();
        return message;
    }

    private static MimeMultipart content(Letter letter) throws MessagingException {
        MimeMultipart readings = new MimeMultipart("alternative");
        readings.addBodyPart(part(letter.text(), "text/plain; charset=UTF-8"));
        readings.addBodyPart(part(letter.html(), "text/html; charset=UTF-8"));
        Letter.Attached attached = letter.attached();
        if (attached == null) {
            return readings;
        }
        MimeMultipart all = new MimeMultipart("mixed");
        MimeBodyPart first = new MimeBodyPart();
        first.setContent(readings);
        all.addBodyPart(first);
        MimeBodyPart file = part(attached.html(), "text/html; charset=UTF-8");
        file.setFileName(attached.name());
        file.setDisposition(MimeBodyPart.ATTACHMENT);
        all.addBodyPart(file);
        return all;
    }

    private static MimeBodyPart part(String text, String type) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(text.getBytes(StandardCharsets.UTF_8), type)));
        part.setHeader("Content-Transfer-Encoding", "quoted-printable"); // lines of any length, whatever the servers
        return part;
    }

    /** A backslash where the line is folded would make a line end of it in some mail programs. */
    static String subject(String subject) {
        String line = Clean.text(subject).replace('\\', '/');
        int length = line.codePointCount(0, line.length());
        return length <= MAX_SUBJECT ? line : line.substring(0, line.offsetByCodePoints(0, MAX_SUBJECT - 1)) + "…";
    }

    /** With angle brackets; only letters, digits, dots and hyphens remain of the part before the @. */
    private String whole(String id) {
        return "<" + id.replaceAll("[^A-Za-z0-9.-]", "-") + "@" + settings.domain() + ">";
    }

    /** Servers count connections that say nothing. */
    void closeWhenIdle() {
        if (transport != null && System.nanoTime() - usedNs > IDLE_NS) {
            close();
        }
    }

    @Override
    public void close() {
        Transport open = transport;
        transport = null;
        session = null;
        if (open != null) {
            try {
                open.close();
            } catch (MessagingException e) {
                return; // it is gone either way
            }
        }
    }
}
