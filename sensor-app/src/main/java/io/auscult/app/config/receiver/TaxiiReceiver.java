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
final class TaxiiReceiver extends ReceiverKind {
    private final Setting<String> url = required(
            "url",
            ValueTypes.text("a URL", 1000),
            "The API root: https, or http to this machine. An auscult hub: https://HOST:8469/auscult/");
    private final Setting<String> collection =
            required("collection", ValueTypes.text("an id or alias", 128), "Which collection of that root.");
    private final Setting<Optional<Secret>> token =
            optional("token", ValueTypes.secret(), Optional.empty(), "A token; with user, that user's password.");
    private final Setting<String> user = optional(
            "user", ValueTypes.text("a name", 256), "", "To log on with name and password. Empty: with the token.");
    private final TlsKeys tls = new TlsKeys(this);
    private final Setting<String> organisation =
            required("organisation", ValueTypes.text("a name", 200), "Who tells it, as the others know you.");
    private final Setting<Tlp> marking = optional(
            "tlp",
            ValueTypes.choice(Tlp.class),
            Tlp.AMBER,
            "How far readers may pass it on (TLP 2.0). Where a policy names the receiver, share and policies say it.");
    private final Setting<Language> language = language("Of texts; auto: that of the sensor.");
    private final Setting<Integer> validDays = optional(
            "valid_days",
            ValueTypes.number("days", 1, 3650),
            30,
            "How long an attacker's address counts after it was last seen.");
    private final Setting<Boolean> indicators = optional(
            "indicators",
            ValueTypes.flag(),
            true,
            "Whether the indicators that others put there are looked for. The token must have the right to read.");
    private final Setting<Duration> pollEvery = optional(
            "poll_every",
            ValueTypes.duration("1s", "1d"),
            Duration.ofSeconds(15),
            "Pause between looking for new ones.");
    private final Setting<Duration> timeout = optional(
            "timeout", ValueTypes.duration("1s", "10m"), TaxiiAccess.TIMEOUT, "For every answer of the server.");

    TaxiiReceiver() {
        super(
                true,
                "taxii",
                "Collections of TAXII 2.1 servers, an auscult hub among them: incidents in STIX 2.1.",
                """
                - name: hub
                  url: https://hub.example:8469/auscult/
                  collection: shared
                  token: file:/etc/auscult/hub-token
                  organisation: St. Jan
                """);
    }

    @Override
    public List<Setting<?>> markings() {
        return List.of(marking);
    }

    @Override
    public String describe(Entry entry) {
        return "STIX to collection " + entry.get(collection) + " at " + entry.get(url);
    }

    @Override
    public Exporter open(Entry entry, ReceiverContext context) {
        StixSettings stix = new StixSettings(
                entry.get(organisation),
                entry.get(marking),
                context.localNets(),
                context.language(entry.get(language)),
                entry.get(validDays),
                name(entry));
        return new TaxiiExporter(new TaxiiSettings(access(entry), stix, TaxiiSettings.OBJECTS, TaxiiSettings.BYTES));
    }

    @Override
    public List<IndicatorFeed> feeds(Entry entry, ReceiverContext context) {
        return entry.get(indicators)
                ? List.of(new TaxiiFeed(access(entry), entry.get(pollEvery), entry.get(organisation)))
                : List.of();
    }

    private TaxiiAccess access(Entry entry) {
        return new TaxiiAccess(
                name(entry),
                TaxiiAccess.uri(entry.get(url)),
                entry.get(collection),
                entry.get(user).isEmpty() ? null : entry.get(user),
                entry.get(token).orElse(null),
                tls.of(entry),
                entry.get(timeout));
    }
}
