package io.auscult.app.config.receiver;

import io.auscult.app.config.Entry;
import io.auscult.app.config.Language;
import io.auscult.app.config.Setting;
import io.auscult.app.config.ValueTypes;
import io.auscult.core.indicator.IndicatorFeed;
import io.auscult.core.indicator.Tlp;
import io.auscult.export.Exporter;
import io.auscult.export.Secret;
import io.auscult.export.stix.StixSettings;
import io.auscult.export.taxii.TaxiiAccess;
import io.auscult.export.taxii.TaxiiExporter;
import io.auscult.export.taxii.TaxiiFeed;
import io.auscult.export.taxii.TaxiiSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Collections of TAXII servers. Stateless. */
final class TaxiiReceiver implements ReceiverKind {
    private static final EntrySettings SETTINGS = new EntrySettings("taxii");
    private static final Setting<String> NAME = SETTINGS.name();
    private static final Setting<Boolean> INSIDE = SETTINGS.inside();
    private static final Setting<String> URL = SETTINGS.required(
            "url",
            ValueTypes.text("a URL", 1000),
            "The API root: https, or http to this machine. An auscult hub: https://HOST:8469/auscult/");
    private static final Setting<String> COLLECTION =
            SETTINGS.required("collection", ValueTypes.text("an id or alias", 128), "Which collection of that root.");
    private static final Setting<Optional<Secret>> TOKEN = SETTINGS.optional(
            "token", ValueTypes.secret(), Optional.empty(), "A token; with user, that user's password.");
    private static final Setting<String> USER = SETTINGS.optional(
            "user", ValueTypes.text("a name", 256), "", "To log on with name and password. Empty: with the token.");
    private static final TlsKeys TLS = new TlsKeys(SETTINGS);
    private static final Setting<String> ORGANISATION =
            SETTINGS.required("organisation", ValueTypes.text("a name", 200), "Who tells it, as the others know you.");
    private static final Setting<Tlp> MARKING = SETTINGS.optional(
            "tlp",
            ValueTypes.choice(Tlp.class),
            Tlp.AMBER,
            "How far readers may pass it on (TLP 2.0). What leaves at all is for the policy of sharing to say.");
    private static final Setting<Language> LANGUAGE = SETTINGS.optional(
            "language", ValueTypes.choice(Language.class), Language.AUTO, "Of texts; auto: that of the sensor.");
    private static final Setting<Integer> VALID_DAYS = SETTINGS.optional(
            "valid_days",
            ValueTypes.number("days", 1, 3650),
            30,
            "How long an attacker's address counts after it was last seen.");
    private static final Setting<Boolean> INDICATORS = SETTINGS.optional(
            "indicators",
            ValueTypes.flag(),
            true,
            "Whether the indicators that others put there are looked for. The token must have the right to read.");
    private static final Setting<Duration> POLL_EVERY = SETTINGS.optional(
            "poll_every",
            ValueTypes.duration("1s", "1d"),
            Duration.ofSeconds(15),
            "Pause between looking for new ones.");
    private static final Setting<Duration> TIMEOUT = SETTINGS.optional(
            "timeout", ValueTypes.duration("1s", "10m"), TaxiiAccess.TIMEOUT, "For every answer of the server.");

    @Override
    public String section() {
        return "taxii";
    }

    @Override
    public String doc() {
        return "Collections of TAXII 2.1 servers, an auscult hub among them: incidents in STIX 2.1.";
    }

    @Override
    public String example() {
        return """
                - name: hub
                  url: https://hub.example:8469/auscult/
                  collection: shared
                  token: file:/etc/auscult/hub-token
                  organisation: St. Jan
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
    public boolean leaves(Entry entry) {
        return !entry.get(INSIDE);
    }

    @Override
    public String describe(Entry entry) {
        return "STIX to collection " + entry.get(COLLECTION) + " at " + entry.get(URL);
    }

    @Override
    public Exporter open(Entry entry, ReceiverContext context) {
        Language asked = entry.get(LANGUAGE);
        StixSettings stix = new StixSettings(
                entry.get(ORGANISATION),
                entry.get(MARKING),
                context.localNets(),
                asked == Language.AUTO ? context.language() : asked.code(),
                entry.get(VALID_DAYS));
        return new TaxiiExporter(new TaxiiSettings(access(entry), stix, TaxiiSettings.OBJECTS, TaxiiSettings.BYTES));
    }

    @Override
    public List<IndicatorFeed> feeds(Entry entry, ReceiverContext context) {
        return entry.get(INDICATORS)
                ? List.of(new TaxiiFeed(access(entry), entry.get(POLL_EVERY), entry.get(ORGANISATION)))
                : List.of();
    }

    private static TaxiiAccess access(Entry entry) {
        String user = entry.get(USER);
        return new TaxiiAccess(
                entry.get(NAME),
                TaxiiAccess.uri(entry.get(URL)),
                entry.get(COLLECTION),
                user.isEmpty() ? null : user,
                entry.get(TOKEN).orElse(null),
                TLS.of(entry),
                entry.get(TIMEOUT));
    }
}
