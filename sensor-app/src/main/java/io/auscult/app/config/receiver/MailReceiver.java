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
import io.auscult.export.page.Voice;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Mail about incidents. Stateless. */
final class MailReceiver implements ReceiverKind {
    /** Which incidents are worth a mail. */
    enum Worth {
        RED,
        BLUE
    }

    private static final EntrySettings SETTINGS = new EntrySettings("mail");
    private static final Setting<String> NAME = SETTINGS.name();
    private static final Setting<String> HOST =
            SETTINGS.required("host", ValueTypes.text("name of a mail server", 253), "The mail server.");
    private static final Setting<Integer> PORT = SETTINGS.optional(
            "port",
            ValueTypes.number("", 0, 65_535),
            0,
            "Where it listens; 0: as usual, 587 for starttls, 465 for tls, 25 for none.");
    private static final Setting<MailSecurity> SECURITY = SETTINGS.optional(
            "security",
            ValueTypes.choice(MailSecurity.class),
            MailSecurity.STARTTLS,
            "starttls and tls refuse a server that does not encrypt; none lets everybody on the way read along.");
    private static final TlsKeys TLS = new TlsKeys(SETTINGS);
    private static final Setting<String> USER =
            SETTINGS.optional("user", ValueTypes.text("a name", 256), "", "To log on as. Empty: without logging on.");
    private static final Setting<Optional<Secret>> PASSWORD =
            SETTINGS.optional("password", ValueTypes.secret(), Optional.empty(), "The password of user.");
    private static final Setting<String> FROM =
            SETTINGS.required("from", ValueTypes.text("an address", 320), "The sender's address.");
    private static final Setting<List<String>> TO = SETTINGS.required(
            "to",
            ValueTypes.texts("addresses", MailSettings.MAX_READERS),
            "The readers' addresses; all get the same mail.");
    private static final Setting<Language> LANGUAGE = SETTINGS.optional(
            "language",
            ValueTypes.choice(Language.class),
            Language.AUTO,
            "Language of the readers; auto: that of the sensor. Readers of different languages are different receivers.");
    private static final Setting<String> SITE = SETTINGS.optional(
            "site", ValueTypes.text("a short name", 60), "", "What the place is called, for the subject.");
    private static final Setting<Worth> LEAST = SETTINGS.optional(
            "least",
            ValueTypes.choice(Worth.class),
            Worth.RED,
            "red: only incidents that somebody has to act on; blue: all.");
    private static final Setting<Duration> UPDATE_EVERY = SETTINGS.optional(
            "update_every",
            ValueTypes.duration("1m", "30d"),
            Duration.ofHours(1),
            "How often an incident that only grows is told again. One that gets worse is told at once.");
    private static final Setting<Integer> MOST_PER_HOUR = SETTINGS.optional(
            "most_per_hour",
            ValueTypes.number("mails", 1, 1000),
            12,
            "Mails about single incidents; what is more comes together in a digest.");
    private static final Setting<Duration> DIGEST_EVERY = SETTINGS.optional(
            "digest_every", ValueTypes.duration("1m", "1d"), Duration.ofHours(1), "Least time between digests.");
    private static final ReportKeys REPORT = new ReportKeys(
            SETTINGS,
            "report",
            ReportKeys.Every.NONE,
            "The report on the day or the week, as a mail with the page as a file.");
    private static final Setting<Duration> TIMEOUT = SETTINGS.optional(
            "timeout", ValueTypes.duration("1s", "10m"), Duration.ofSeconds(30), "For every answer of the server.");

    @Override
    public String section() {
        return "mail";
    }

    @Override
    public String doc() {
        return "E-mail about incidents: what to do first, one conversation an incident.";
    }

    @Override
    public String example() {
        return """
                - name: duty
                  host: mail.hospital.example
                  user: auscult
                  password: file:/etc/auscult/mail-password
                  from: auscult@hospital.example
                  to: [it-duty@hospital.example]
                  language: nl
                """;
    }

    @Override
    public List<Setting<?>> settings() {
        return SETTINGS.all();
    }

    @Override
    public String name(Entry entry) {
        return entry.get(NAME);
    }

    @Override
    public String describe(Entry entry) {
        List<String> readers = entry.get(TO);
        int more = readers.size() - 1;
        return readers.getFirst() + (more > 0 ? " and " + more + " more" : "") + " by " + entry.get(HOST);
    }

    @Override
    public Exporter open(Entry entry, ReceiverContext context) {
        MailSecurity security = entry.get(SECURITY);
        MailSettings settings = new MailSettings(
                entry.get(NAME),
                entry.get(HOST),
                entry.get(PORT) == 0 ? security.port() : entry.get(PORT),
                security,
                TLS.of(entry),
                entry.get(USER),
                entry.get(PASSWORD).orElse(null),
                entry.get(FROM),
                entry.get(TO),
                entry.get(SITE),
                entry.get(LEAST) == Worth.RED ? Light.RED : Light.BLUE,
                entry.get(UPDATE_EVERY),
                entry.get(MOST_PER_HOUR),
                entry.get(DIGEST_EVERY),
                entry.get(TIMEOUT));
        Language asked = entry.get(LANGUAGE);
        String language = asked == Language.AUTO ? context.language() : asked.code();
        return new MailExporter(
                settings,
                context.folder().resolve(settings.name() + ".told"),
                new Voice(language, ZoneId.systemDefault(), context.wording()),
                InstantSource.system(),
                REPORT.of(entry, context));
    }
}
