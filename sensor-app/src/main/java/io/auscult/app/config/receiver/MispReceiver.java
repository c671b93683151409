package io.auscult.app.config.receiver;

import io.auscult.app.config.Entry;
import io.auscult.app.config.Language;
import io.auscult.app.config.Setting;
import io.auscult.app.config.ValueTypes;
import io.auscult.core.alert.Confidence;
import io.auscult.core.indicator.IndicatorFeed;
import io.auscult.core.indicator.Tlp;
import io.auscult.export.Exporter;
import io.auscult.export.Secret;
import io.auscult.export.misp.MispExporter;
import io.auscult.export.misp.MispFeed;
import io.auscult.export.misp.MispFeedSettings;
import io.auscult.export.misp.MispSettings;
import io.auscult.export.misp.MispSettings.Distribution;
import io.auscult.export.misp.MispSettings.Publish;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code misp:}, servers that keep an event for each incident. Stateless. */
final class MispReceiver implements ReceiverKind {
    private enum Pap {
        NONE,
        CLEAR,
        GREEN,
        AMBER,
        RED
    }

    private static final EntrySettings ALL = new EntrySettings("misp");
    private static final Setting<String> NAME = ALL.name();
    private static final Setting<Boolean> INSIDE = ALL.inside();
    private static final Setting<String> URL = ALL.required(
            "url", ValueTypes.text("such as https://misp.hospital.example", 2048), "Where the MISP server is.");
    private static final Setting<Optional<Secret>> KEY = ALL.required(
            "key",
            ValueTypes.secret(),
            "Where the automation key of a MISP user stands, whose role may add and tag events and, where wanted, publish them.");
    private static final Setting<Integer> SEVERITY = ALL.optional(
            "severity", ValueTypes.number("severity", 0, 10), 4, "Incidents below this severity are not sent.");
    private static final Setting<Distribution> DISTRIBUTION = ALL.optional(
            "distribution",
            ValueTypes.choice(Distribution.class),
            Distribution.ORGANISATION,
            "Who sees the event there: your organisation, the server's community, servers connected to it, all, or a sharing group.");
    static final Setting<String> SHARING_GROUP = ALL.optional(
            "sharing_group",
            ValueTypes.text("the number of the group", 10),
            "",
            "Which sharing group, with distribution: sharing-group.");
    private static final Setting<Tlp> TLP =
            ALL.optional("tlp", ValueTypes.choice(Tlp.class), Tlp.AMBER, "Traffic Light Protocol: who may be told.");
    private static final Setting<Pap> PAP = ALL.optional(
            "pap", ValueTypes.choice(Pap.class), Pap.AMBER, "Permissible Actions Protocol: what may be done with it.");
    private static final Setting<List<String>> TAGS = ALL.optional(
            "tags", ValueTypes.texts("tags as MISP writes them", 255), List.of(), "Further tags of every event.");
    private static final Setting<Publish> PUBLISH = ALL.optional(
            "publish",
            ValueTypes.choice(Publish.class),
            Publish.NEVER,
            "When an event is published: never (a person does), always, or from publish_severity on. Until then it stays on this server.");
    private static final Setting<Integer> PUBLISH_SEVERITY = ALL.optional(
            "publish_severity",
            ValueTypes.number("severity", 0, 10),
            6,
            "From which severity on, with publish: severity.");
    private static final Setting<Boolean> TO_IDS = ALL.optional(
            "to_ids",
            ValueTypes.flag(),
            true,
            "Whether addresses, domains and hashes from outside are marked for detection by others. Those of local_nets never are.");
    private static final Setting<Confidence> TO_IDS_CONFIDENCE = ALL.optional(
            "to_ids_confidence",
            ValueTypes.choice(Confidence.class),
            Confidence.MEDIUM,
            "Findings that are less sure give no such addresses, domains and hashes.");
    private static final Setting<Language> LANGUAGE = ALL.optional(
            "language", ValueTypes.choice(Language.class), Language.AUTO, "Of title and story; auto: as the sensor's.");
    private static final Setting<Boolean> INDICATORS = ALL.optional(
            "indicators",
            ValueTypes.flag(),
            false,
            "Whether to read what is for detection in published events there, and to compare traffic with it.");
    private static final Setting<List<String>> INDICATORS_TAGS = ALL.optional(
            "indicators_tags",
            ValueTypes.texts("tags as MISP writes them", 255),
            List.of(),
            "Only attributes with one of these tags; none with those that have a ! before. Empty: all.");
    private static final Setting<String> INDICATORS_NOT_OF = ALL.optional(
            "indicators_not_of",
            ValueTypes.text("the name of an organisation in MISP", 255),
            "",
            "Leaves out what this organisation wrote: name your own, else the sensor finds what it told itself.");
    private static final Setting<Duration> INDICATORS_EXPIRY = ALL.optional(
            "indicators_expiry",
            ValueTypes.duration("1h", "3650d"),
            Duration.ofDays(90),
            "How long an attribute counts since it was last changed or seen.");
    private static final Setting<Duration> INDICATORS_EVERY = ALL.optional(
            "indicators_every", ValueTypes.duration("10s", "1d"), Duration.ofMinutes(5), "How often to ask.");
    private static final Setting<Boolean> SIGHTINGS = ALL.optional(
            "sightings",
            ValueTypes.flag(),
            true,
            "With indicators: when one of them is met, say so there, once an hour.");
    private static final Setting<String> SIGHTINGS_AS = ALL.optional(
            "sightings_as",
            ValueTypes.text("1 to 100 characters", 100),
            "Auscult",
            "Who says so there; each hospital another, since one sighting an hour under the same name counts for all.");
    private static final Setting<Duration> TIMEOUT = ALL.optional(
            "timeout",
            ValueTypes.duration("1s", "10m"),
            Duration.ofSeconds(30),
            "How long a request may take. MISP may need seconds for a large event.");
    private static final TlsKeys TLS = new TlsKeys(ALL);

    @Override
    public String section() {
        return "misp";
    }

    @Override
    public String doc() {
        return "MISP servers: an event for each incident, kept up to date as it grows.";
    }

    @Override
    public String example() {
        return """
                - name: region
                  url: https://misp.region.example
                  key: file:/etc/auscult/misp.key
                  distribution: sharing-group
                  sharing_group: "7"
                  publish: severity
                """;
    }

    @Override
    public List<Setting<?>> settings() {
        return ALL.all();
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
        return entry.get(NAME) + ": " + entry.get(URL) + ", severity " + entry.get(SEVERITY) + " and more, publish "
                + entry.get(PUBLISH).name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Exporter open(Entry entry, ReceiverContext context) {
        String group = entry.get(SHARING_GROUP);
        return new MispExporter(new MispSettings(
                entry.get(NAME),
                url(entry.get(URL)),
                key(entry),
                TLS.of(entry),
                entry.get(DISTRIBUTION),
                group.isEmpty() ? null : group,
                entry.get(TLP),
                entry.get(PAP) == Pap.NONE ? "" : entry.get(PAP).name(),
                entry.get(TAGS),
                entry.get(SEVERITY),
                entry.get(PUBLISH),
                entry.get(PUBLISH_SEVERITY),
                entry.get(TO_IDS),
                entry.get(TO_IDS_CONFIDENCE),
                context.localNets(),
                entry.get(LANGUAGE) == Language.AUTO
                        ? context.language()
                        : entry.get(LANGUAGE).code(),
                entry.get(INDICATORS) && entry.get(SIGHTINGS) ? entry.get(NAME) : null,
                entry.get(SIGHTINGS_AS),
                entry.get(TIMEOUT)));
    }

    @Override
    public List<IndicatorFeed> feeds(Entry entry, ReceiverContext context) {
        if (!entry.get(INDICATORS)) {
            return List.of();
        }
        MispFeedSettings usual = MispFeedSettings.of(entry.get(NAME), url(entry.get(URL)), key(entry));
        return List.of(new MispFeed(new MispFeedSettings(
                usual.name(),
                usual.url(),
                usual.key(),
                TLS.of(entry),
                usual.publishedOnly(),
                usual.warninglists(),
                entry.get(INDICATORS_TAGS),
                entry.get(INDICATORS_NOT_OF),
                entry.get(TLP),
                entry.get(INDICATORS_EXPIRY),
                entry.get(INDICATORS_EVERY),
                usual.page(),
                entry.get(TIMEOUT))));
    }

    private static Secret key(Entry entry) {
        return entry.get(KEY)
                .orElseThrow(() -> new IllegalArgumentException("key: none (expected: file:/path or env:NAME)"));
    }

    private static URI url(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("url: not readable (expected: https://host)", e);
        }
    }
}
