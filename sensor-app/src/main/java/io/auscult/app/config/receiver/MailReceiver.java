package io.auscult.app.config.receiver;

import io.auscult.app.config.Entry;
import io.auscult.app.config.Language;
import io.auscult.app.config.Setting;
import io.auscult.app.config.ValueTypes;
import io.auscult.core.alert.Light;
import io.auscult.export.Exporter;
import io.auscult.export.Secret;
import io.auscult.export.mail.MailExporter;
import io.auscult.export.mail.MailSecurity;
import io.auscult.export.mail.MailSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Mail about incidents. Stateless. */
final class MailReceiver extends ReceiverKind {
    /** Which incidents are worth a mail. */
    enum Worth {
        RED,
        BLUE
    }

    private final Setting<String> host =
            required("host", ValueTypes.text("name of a mail server", 253), "The mail server.");
    private final Setting<Integer> port = optional(
            "port",
            ValueTypes.number("", 0, 65_535),
            0,
            "Where it listens; 0: as usual, 587 for starttls, 465 for tls, 25 for none.");
    private final Setting<MailSecurity> security = optional(
            "security",
            ValueTypes.choice(MailSecurity.class),
            MailSecurity.STARTTLS,
            "starttls and tls refuse a server that does not encrypt; none lets everybody on the way read along.");
    private final TlsKeys tls = new TlsKeys(this);
    private final Setting<String> user =
            optional("user", ValueTypes.text("a name", 256), "", "To log on as. Empty: without logging on.");
    private final Setting<Optional<Secret>> password =
            optional("password", ValueTypes.secret(), Optional.empty(), "The password of user.");
    private final Setting<String> from = required("from", ValueTypes.text("an address", 320), "The sender's address.");
    private final Setting<List<String>> to = required(
            "to",
            ValueTypes.texts("addresses", MailSettings.MAX_READERS),
            "The readers' addresses; all get the same mail.");
    private final Setting<Language> language = language(
            "Language of the readers; auto: that of the sensor. Readers of different languages are different receivers.");
    private final Setting<String> site =
            optional("site", ValueTypes.text("a short name", 60), "", "What the place is called, for the subject.");
    private final Setting<Worth> least = optional(
            "least",
            ValueTypes.choice(Worth.class),
            Worth.RED,
            "red: only incidents that somebody has to act on; blue: all.");
    private final Setting<Duration> updateEvery = optional(
            "update_every",
            ValueTypes.duration("1m", "30d"),
            Duration.ofHours(1),
            "How often an incident that only grows is told again. One that gets worse is told at once.");
    private final Setting<Integer> mostPerHour = optional(
            "most_per_hour",
            ValueTypes.number("mails", 1, 1000),
            12,
            "Mails about single incidents; what is more comes together in a digest.");
    private final Setting<Duration> digestEvery = optional(
            "digest_every", ValueTypes.duration("1m", "1d"), Duration.ofHours(1), "Least time between digests.");
    private final ReportKeys report = new ReportKeys(
            this,
            "report",
            ReportKeys.Every.NONE,
            "The report on the day or the week, as a mail with the page as a file.");
    private final Setting<Duration> timeout = optional(
            "timeout", ValueTypes.duration("1s", "10m"), Duration.ofSeconds(30), "For every answer of the server.");

    MailReceiver() {
        super(false, "mail", "E-mail about incidents: what to do first, one conversation an incident.", """
                - name: duty
                  host: mail.hospital.example
                  user: auscult
                  password: file:/etc/auscult/mail-password
                  from: auscult@hospital.example
                  to: [it-duty@hospital.example]
                  language: nl
                """);
    }

    @Override
    public List<Setting<?>> pastPolicies(Entry entry) {
        return report.given(entry);
    }

    @Override
    public String describe(Entry entry) {
        List<String> readers = entry.get(to);
        int more = readers.size() - 1;
        return readers.getFirst() + (more > 0 ? " and " + more + " more" : "") + " by " + entry.get(host);
    }

    @Override
    public Exporter open(Entry entry, ReceiverContext context) {
        MailSecurity encrypted = entry.get(security);
        MailSettings settings = new MailSettings(
                name(entry),
                entry.get(host),
                entry.get(port) == 0 ? encrypted.port() : entry.get(port),
                encrypted,
                tls.of(entry),
                entry.get(user),
                entry.get(password).orElse(null),
                entry.get(from),
                entry.get(to),
                entry.get(site),
                entry.get(least) == Worth.RED ? Light.RED : Light.BLUE,
                entry.get(updateEvery),
                entry.get(mostPerHour),
                entry.get(digestEvery),
                entry.get(timeout));
        return new MailExporter(
                settings,
                context.folder(),
                context.voice(entry.get(language)),
                InstantSource.system(),
                report.of(entry, context));
    }
}
