package io.auscult.export.nis2;

import io.auscult.core.alert.AffectedHost;
import io.auscult.core.alert.Finding;
import io.auscult.core.alert.Hop;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Party;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.export.page.Document;
import io.auscult.export.page.Document.Cell;
import io.auscult.export.page.Document.Checks;
import io.auscult.export.page.Document.Paragraph;
import io.auscult.export.page.Document.Table;
import io.auscult.export.page.IncidentFacts;
import io.auscult.export.page.Voice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Drafts one report of an incident. Used once, by one thread. */
public final class Nis2Document {
    private static final int MAX_INDICATORS = 30;

    /** Evidence that others can look for in their own networks. */
    private static final Set<String> SHARED =
            Set.of("sha256", "sha1", "md5", "ja3", "ja3s", "ja4", "ja4s", "domain", "query", "url", "file", "filename");

    private final Incident incident;
    private final IncidentFacts facts;
    private final Stage stage;
    private final Clock clock;
    private final LocalNets localNets;
    private final Voice voice;

    private Nis2Document(Incident incident, Stage stage, Clock clock, LocalNets localNets, Voice voice) {
        this.incident = incident;
        this.facts = IncidentFacts.of(incident, voice);
        this.stage = stage;
        this.clock = clock;
        this.localNets = localNets;
        this.voice = voice;
    }

    /** @param localNets the hospital's own addresses */
    public static Document of(Incident incident, Stage stage, Clock clock, LocalNets localNets, Voice voice) {
        return new Nis2Document(incident, stage, clock, localNets, voice).document();
    }

    private Document document() {
        Document document = new Document(
                voice.language(),
                incident.light(),
                voice.get("nis2.title." + stage.key()),
                facts.headline() + " · " + facts.id(),
                voice.get("nis2.note", minute(clock.now())));
        deadlines(document);
        reporter(document);
        nature(document);
        happened(document);
        impact(document);
        if (stage != Stage.EARLY_WARNING) {
            indicators(document);
        }
        measures(document);
        if (stage == Stage.FINAL) {
            document.section(voice.get("nis2.cause"));
            document.fact(voice.get("nis2.first"), first());
            blank(document, "cause", "lessons");
        }
        document.section(voice.get("nis2.limits")).add(new Paragraph(voice.get("nis2.limits.text")));
        document.section(voice.get("nis2.signed"));
        blank(document, "signed.name", "signed.date", "signed.number");
        return document;
    }

    private void blank(Document document, String... keys) {
        for (String key : keys) {
            String hint = "nis2.blank." + key + ".hint";
            document.blank(voice.get("nis2.blank." + key), voice.has(hint) ? voice.get(hint) : "");
        }
    }

    private String minute(Instant at) {
        return voice.minute(at) + " " + voice.zoneAt(at);
    }

    private void deadlines(Document document) {
        document.section(voice.get("nis2.clock"));
        document.fact(
                voice.get("nis2.aware"),
                minute(clock.aware()) + (clock.isAssumed() ? " " + voice.get("nis2.aware.assumed") : ""));
        List<List<Cell>> rows = new ArrayList<>();
        for (Stage each : Stage.values()) {
            Instant due = clock.due(each, voice.zone());
            rows.add(List.of(
                    Cell.of(voice.get("nis2.title." + each.key()), each == stage),
                    Cell.of(minute(due)),
                    Cell.of(clock.left(each, voice), voice.get("nis2.due." + each.key()))));
        }
        document.add(new Table(
                List.of(voice.get("nis2.col.report"), voice.get("nis2.col.due"), voice.get("nis2.col.left")),
                rows,
                clock.sent().containsKey(Stage.NOTIFICATION) ? "" : voice.get("nis2.clock.more")));
    }

    private void reporter(Document document) {
        document.section(voice.get("nis2.reporter"));
        document.fact(voice.get("nis2.sector"), voice.get("nis2.sector.health"));
        blank(document, "organisation", "contact", "reach", "authority");
    }

    private void nature(Document document) {
        document.section(voice.get("nis2.nature"));
        document.fact(
                voice.get("nis2.malicious"),
                voice.get("nis2.malicious." + incident.confidence().name().toLowerCase(Locale.ROOT)));
        blank(document, "malicious");
        List<String> outside = outside();
        document.fact(
                voice.get("nis2.border"),
                outside.isEmpty()
                        ? voice.get("nis2.border.none")
                        : voice.get("nis2.border.some", String.join(", ", outside)));
        blank(document, "border");
    }

    private void happened(Document document) {
        document.section(voice.get("head.happened"));
        document.add(new Paragraph(facts.happened())).add(new Paragraph(facts.outcome()));
        document.fact(voice.get("row.when"), facts.when() + " (" + voice.zone() + ")");
        document.fact(voice.get("row.actor"), facts.actor());
        document.fact(voice.get("row.phases"), facts.phases());
        blank(document, "noticed");
        if (stage != Stage.EARLY_WARNING) {
            document.add(new Table(
                    List.of(voice.get("col.time"), voice.get("col.what"), voice.get("col.became")),
                    facts.steps().stream()
                            .map(step -> List.of(
                                    Cell.of(step.day() + " " + step.time()),
                                    Cell.of(step.what(), step.by() + " → " + step.whom() + ", " + step.often()),
                                    Cell.of(step.became(), step.outcome())))
                            .toList(),
                    facts.moreSteps() > 0 ? voice.count("more.steps", facts.moreSteps()) : ""));
        }
    }

    private void impact(Document document) {
        document.section(voice.get("nis2.impact"));
        document.fact(voice.get("row.severity"), facts.severityWord() + " " + facts.severity() + "/10");
        if (!facts.hosts().isEmpty()) {
            document.add(new Table(
                    List.of(voice.get("col.host"), voice.get("col.became")),
                    facts.hosts().stream()
                            .map(host ->
                                    List.of(Cell.of(host.name(), host.about()), Cell.of(host.became(), host.outcome())))
                            .toList(),
                    facts.looked()));
        } else {
            document.fact(voice.get("head.where"), facts.looked());
        }
        document.fact(voice.get("row.users"), String.join(", ", facts.users()));
        blank(document, "care", "services", "people", "data");
        if (stage != Stage.EARLY_WARNING) {
            blank(document, "significant");
        }
    }

    private void indicators(Document document) {
        document.section(voice.get("nis2.indicators"));
        document.fact(voice.get("row.techniques"), String.join(", ", facts.techniques()));
        document.fact(voice.get("nis2.outside"), String.join(", ", outside()));
        Set<String> found = new LinkedHashSet<>();
        for (Finding finding : incident.findings()) {
            for (Map.Entry<String, String> each : finding.latest().evidence().entrySet()) {
                if (SHARED.contains(each.getKey().toLowerCase(Locale.ROOT)) && found.size() < MAX_INDICATORS) {
                    found.add(each.getKey() + " " + each.getValue());
                }
            }
        }
        document.fact(voice.get("nis2.seen"), String.join(", ", found));
        document.fact(voice.get("row.evidence"), String.join("; ", facts.places()));
        blank(document, "indicators");
    }

    private void measures(Document document) {
        document.section(voice.get("nis2.measures"));
        document.add(new Paragraph(voice.get("nis2.measures.text")));
        document.add(new Checks(facts.todo().isEmpty() ? List.of(voice.get("none.todo")) : facts.todo()));
        blank(document, "measures");
        if (stage != Stage.EARLY_WARNING) {
            blank(document, "ongoing");
        }
    }

    private String first() {
        if (facts.steps().isEmpty()) {
            return "";
        }
        IncidentFacts.Step step = facts.steps().getFirst();
        return step.day() + " " + step.time() + ": " + step.what() + " (" + step.by() + " → " + step.whom() + ")";
    }

    /** Addresses outside that took part. */
    private List<String> outside() {
        Set<String> outside = new LinkedHashSet<>();
        add(outside, incident.actor());
        incident.hops().stream().map(Hop::actor).forEach(party -> add(outside, party));
        incident.hosts().stream().map(AffectedHost::host).forEach(party -> add(outside, party));
        return outside.stream().limit(MAX_INDICATORS).toList();
    }

    private void add(Set<String> outside, Party party) {
        IpAddress ip = party.ip();
        if (ip != null && !localNets.contains(ip.high(), ip.low())) {
            outside.add(party.toString());
        }
    }
}
