package io.auscult.export.mail;

import io.auscult.core.alert.Light;
import io.auscult.export.Secret;
import io.auscult.export.TlsSettings;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * To whom mail goes, and how. Immutable.
 *
 * @param name of the receiver in the configuration
 * @param host name of the mail server
 * @param port where it listens
 * @param security how the connection is protected
 * @param tls how the server is recognised
 * @param user to log on as; empty: without logging on
 * @param password of the user; null without a user
 * @param from address in From, also the envelope's
 * @param to addresses of the readers
 * @param site what the place is called, for the subject; may be empty
 * @param least light from which an incident is worth a mail of its own
 * @param updateEvery how long an incident that only grows is not told again; one that gets worse is told at once
 * @param mostPerHour mails about incidents an hour; what is more waits for a digest
 * @param digestEvery least time between digests
 * @param timeout to connect, and for every answer
 */
public record MailSettings(
        String name,
        String host,
        int port,
        MailSecurity security,
        TlsSettings tls,
        String user,
        @Nullable Secret password,
        String from,
        List<String> to,
        String site,
        Light least,
        Duration updateEvery,
        int mostPerHour,
        Duration digestEvery,
        Duration timeout) {
    public static final int MAX_READERS = 100;

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_-]{1,253}");

    public MailSettings {
        to = List.copyOf(to);
        check(NAME.matcher(name).matches(), "name", name, "letters a to z, digits and hyphens, 32 at most");
        check(HOST.matcher(host).matches(), "host", host, "the name or address of a mail server");
        check(port > 0 && port < 65_536, "port", port, "1 to 65535");
        check(isAddress(from), "from", from, "an address such as auscult@hospital.example");
        check(!to.isEmpty() && to.size() <= MAX_READERS, "to", to.size() + " addresses", "1 to " + MAX_READERS);
        for (String reader : to) {
            check(isAddress(reader), "to", reader, "an address such as it@hospital.example");
        }
        check(user.isEmpty() == (password == null), "user", user, "user and password, or neither");
        check(
                user.isEmpty() || security != MailSecurity.NONE,
                "security",
                "none",
                "starttls or tls: without it everybody on the way could read the password");
        check(site.length() <= 60 && site.chars().allMatch(c -> c >= ' '), "site", site, "60 characters at most");
        check(least != Light.GREEN, "least", "green", "red or blue");
        check(!updateEvery.isNegative(), "update_every", updateEvery, "0 or more");
        check(mostPerHour >= 1, "most_per_hour", mostPerHour, "1 or more");
        check(digestEvery.toSeconds() >= 1, "digest_every", digestEvery, "1 s or more");
        check(timeout.toMillis() >= 1 && timeout.toHours() < 1, "timeout", timeout, "less than an hour");
    }

    private static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }

    private static void check(boolean isRight, String setting, Object value, String expected) {
        if (!isRight) {
            throw new IllegalArgumentException(setting + ": " + value + " (expected: " + expected + ")");
        }
    }

    /** What stands behind the @ of the sender: ids of messages are made with it. */
    String domain() {
        return from.substring(from.indexOf('@') + 1);
    }
}
