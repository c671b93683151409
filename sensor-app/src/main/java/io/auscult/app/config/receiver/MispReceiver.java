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
final class MispReceiver extends ReceiverKind {
    private enum Pap {
        NONE,
        CLEAR,
        GREEN,
        AMBER,
        RED
    }

    private final Setting<String> url = required(
            "url", ValueTypes.text("such as https://misp.hospital.example", 2048), "Where the MISP server is.");
    private final Setting<Optional<Secret>> key = required(
            "key",
            ValueTypes.secret(),
            "Where the automation key of a MISP user stands, whose role may add and tag events and, where wanted, publish them.");
    private final Setting<Integer> severity = optional(
            "severity", ValueTypes.number("severity", 0, 10), 4, "Incidents below this severity are not sent.");
    private final Setting<Distribution> distribution = optional(
            "distribution",
            ValueTypes.choice(Distribution.class),
            Distribution.ORGANISATION,
            "Who sees the event there: your organisation, the server's community, servers connected to it, all, or a sharing group.");
    final Setting<String> sharingGroup = optional(
            "sharing_group",
            ValueTypes.text("the number of the group", 10),
            "",
            "Which sharing group, with distribution: sharing-group.");
    private final Setting<Tlp> tlp = optional(
            "tlp",
            ValueTypes.choice(Tlp.class),
            Tlp.AMBER,
            "Traffic Light Protocol: who may be told. Where a policy names the receiver, share and policies say it.");
    private final Setting<Pap> pap = optional(
            "pap",
            ValueTypes.choice(Pap.class),
            Pap.AMBER,
            "Permissible Actions Protocol: what may be done with it. The same.");
    private final Setting<List<String>> tags = optional(
            "tags", ValueTypes.texts("tags as MISP writes them", 255), List.of(), "Further tags of every event.");
    private final Setting<Publish> publish = optional(
            "publish",
            ValueTypes.choice(Publish.class),
            Publish.NEVER,
            "When an event is published: never (a person does), always, or from publish_severity on. Until then it stays on this server.");
    private final Setting<Integer> publishSeverity = optional(
            "publish_severity",
            ValueTypes.number("severity", 0, 10),
            6,
            "From which severity on, with publish: severity.");
    private final Setting<Boolean> toIds = optional(
            "to_ids",
            ValueTypes.flag(),
            true,
            "Whether addresses, domains and hashes from outside are marked for detection by others. Those of local_nets never are.");
    private final Setting<Confidence> toIdsConfidence = optional(
            "to_ids_confidence",
            ValueTypes.choice(Confidence.class),
            Confidence.MEDIUM,
            "Findings that are less sure give no such addresses, domains and hashes.");
    private final Setting<Language> language = language("Of title and story; auto: as the sensor's.");
    private final Setting<Boolean> indicators = optional(
            "indicators",
            ValueTypes.flag(),
            false,
            "Whether to read what is for detection in published events there, and to compare traffic with it.");
    private final Setting<List<String>> indicatorsTags = optional(
            "indicators_tags",
            ValueTypes.texts("tags as MISP writes them", 255),
            List.of(),
            "Only attributes with one of these tags; none with those that have a ! before. Empty: all.");
    private final Setting<String> indicatorsNotOf = optional(
            "indicators_not_of",
            ValueTypes.text("the name of an organisation in MISP", 255),
            "",
            "Leaves out what this organisation wrote: name your own, else the sensor finds what it told itself.");
    private final Setting<Duration> indicatorsExpiry = optional(
            "indicators_expiry",
            ValueTypes.duration("1h", "3650d"),
            Duration.ofDays(90),
            "How long an attribute counts since it was last changed or seen.");
    private final Setting<Duration> indicatorsEvery =
            optional("indicators_every", ValueTypes.duration("10s", "1d"), Duration.ofMinutes(5), "How often to ask.");
    private final Setting<Boolean> sightings = optional(
            "sightings",
            ValueTypes.flag(),
            true,
            "With indicators: when one of them is met, say so there, once an hour.");
    private final Setting<String> sightingsAs = optional(
            "sightings_as",
            ValueTypes.text("1 to 100 characters", 100),
            "Auscult",
            "Who says so there; each hospital another, since one sighting an hour under the same name counts for all.");
    private final Setting<Duration> timeout = optional(
            "timeout",
            ValueTypes.duration("1s", "10m"),
            Duration.ofSeconds(30),
            "How long a request may take. MISP may need seconds for a large event.");
    private final TlsKeys tls = new TlsKeys(this);

    MispReceiver() {
        super(true, "misp", "MISP servers: an event for each incident, kept up to date as it grows.", """
                - name: region
                  url: https://misp.region.example
                  key: file:/etc/auscult/misp.key
                  distribution: sharing-group
                  sharing_group: "7"
                  publish: severity
                """);
    }

    @Override
    public List<Setting<?>> markings() {
        return List.of(tlp, pap);
    }

    @Override
    public String describe(Entry entry) {
        return name(entry) + ": " + entry.get(url) + ", severity " + entry.get(severity) + " and more, publish "
                + entry.get(publish).name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Exporter open(Entry entry, ReceiverContext context) {
        String group = entry.get(sharingGroup);
        return new MispExporter(new MispSettings(
                name(entry),
                url(entry.get(url)),
                key(entry),
                tls.of(entry),
                entry.get(distribution),
                group.isEmpty() ? null : group,
                entry.get(tlp),
                entry.get(pap) == Pap.NONE ? "" : entry.get(pap).name(),
                entry.get(tags),
                entry.get(severity),
                entry.get(publish),
                entry.get(publishSeverity),
                entry.get(toIds),
                entry.get(toIdsConfidence),
                context.localNets(),
                context.language(entry.get(language)),
                entry.get(indicators) && entry.get(sightings) ? name(entry) : null,
                entry.get(sightingsAs),
                entry.get(timeout)));
    }

    @Override
    public List<IndicatorFeed> feeds(Entry entry, ReceiverContext context) {
        if (!entry.get(indicators)) {
            return List.of();
        }
        MispFeedSettings usual = MispFeedSettings.of(name(entry), url(entry.get(url)), key(entry));
        return List.of(new MispFeed(new MispFeedSettings(
                usual.name(),
                usual.url(),
                usual.key(),
                tls.of(entry),
                usual.publishedOnly(),
                usual.warninglists(),
                entry.get(indicatorsTags),
                entry.get(indicatorsNotOf),
                entry.get(tlp),
                entry.get(indicatorsExpiry),
                entry.get(indicatorsEvery),
                usual.page(),
                entry.get(timeout))));
    }

    private Secret key(Entry entry) {
        return entry.get(key)
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
