package io.auscult.export.report;

import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Light;
import io.auscult.export.page.IncidentFacts;
import io.auscult.export.page.Voice;
import io.auscult.export.report.ReportData.Identity;
import io.auscult.export.report.ReportData.Line;
import io.auscult.export.report.ReportData.Losses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The sentences of a report, for the page and the mail alike. One thread. */
public final class ReportTexts {
    /** Lines told; of more only the number. */
    public static final int MAX_LINES = 30;

    private static final int SHORT_ID = 8; // characters that tell an incident from others

    private final ReportData data;
    private final Voice voice;

    public ReportTexts(ReportData data, Voice voice) {
        this.data = data;
        this.voice = voice;
    }

    public String title() {
        return voice.get("report.title." + (isDaily() ? "daily" : "weekly"));
    }

    private boolean isDaily() {
        return data.period().kind() == ReportPeriod.Kind.DAILY;
    }

    public String when() {
        ReportPeriod period = data.period();
        return isDaily()
                ? voice.weekday(period.first()) + " " + voice.day(period.first())
                : voice.get(
                        "report.span",
                        voice.day(period.first()),
                        voice.day(period.end().minusDays(1)));
    }

    public String verdict() {
        long red = data.count(Light.RED);
        long blue = data.count(Light.BLUE);
        String grave = red == 0 ? voice.get("report.red.none") : voice.count("report.red", red);
        return grave + (blue == 0 ? "" : " " + voice.count("report.blue", blue));
    }

    /** What the height of a column means. */
    String upwards() {
        return voice.get("report.upwards." + (isDaily() ? "daily" : "weekly"));
    }

    /** Of a list that is longer than what is shown. */
    public String others(long count) {
        return voice.count("report.others", count);
    }

    /** The first ones, and what is beyond added up as the last one. */
    public List<ReportData.Tally> shown(List<ReportData.Tally> tallies, int most) {
        return Plot.shown(tallies, most, this::others);
    }

    public String foot() {
        return voice.get("times.of", voice.zone()) + " " + voice.get("report.foot");
    }

    /** What was recommended first for each that is open. */
    public List<String> todo() {
        List<String> todo = new ArrayList<>();
        for (Line line : data.open().stream().limit(MAX_LINES).toList()) {
            Incident incident = line.incident();
            List<String> steps = incident.recommendations().getOrDefault(voice.language(), List.of());
            todo.add(voice.get(
                    "report.open",
                    headline(incident),
                    voice.time(incident.firstSeenNs()),
                    steps.isEmpty() ? voice.get("none.todo") : voice.localTimes(steps.getFirst()),
                    incident.id().substring(0, Math.min(SHORT_ID, incident.id().length()))));
        }
        return todo;
    }

    public String headline(Incident incident) {
        return incident.headline().getOrDefault(voice.language(), "") + ", " + IncidentFacts.brief(incident.actor());
    }

    /** In a sentence; empty when nobody knows. */
    public String became(Incident incident) {
        return voice.localTimes(incident.outcomes().getOrDefault(voice.language(), ""));
    }

    public String severity(Incident incident) {
        return IncidentFacts.severityWord(incident.severity(), voice) + " " + incident.severity();
    }

    public String state(Line line) {
        return voice.get(line.isOpen() ? line.isNew() ? "report.new" : "report.goes.on" : "closed");
    }

    public String who(Identity identity) {
        return voice.get("report.identity", String.join(", ", identity.by()), String.join(", ", identity.at()));
    }

    public String what(Identity identity) {
        return String.join("; ", identity.what().stream().map(voice::said).toList());
    }

    /** What was not seen, a sentence each; one that all is well where that is so. */
    public List<String> losses() {
        Losses losses = data.losses();
        List<String> texts = new ArrayList<>();
        add(texts, "report.leftout", losses.leftOut(), 0);
        if (losses.watchedMs() == 0) {
            texts.add(voice.get("report.watched.unknown"));
            return texts;
        }
        double share = Math.min(1, (double) losses.watchedMs() / losses.ofMs());
        if (share < 0.995) {
            texts.add(voice.get(
                    "report.watched",
                    voice.duration(Duration.ofMillis(losses.watchedMs()).toNanos()),
                    voice.duration(Duration.ofMillis(losses.ofMs()).toNanos())));
        }
        add(texts, "report.dropped", losses.dropped(), losses.received() + losses.dropped());
        add(texts, "report.cut", losses.cut(), losses.received());
        add(texts, "report.missing", losses.missingBytes(), 0);
        add(texts, "report.unread", losses.unread(), 0);
        add(texts, "report.lost", losses.lost(), 0);
        add(texts, "report.defects", losses.defects(), 0);
        if (texts.isEmpty()) {
            texts.add(voice.get("report.nothing.lost", voice.scaled(losses.received())));
        }
        return texts;
    }

    private void add(List<String> texts, String key, long count, long of) {
        if (count > 0) {
            texts.add(voice.get(key, voice.scaled(count), of == 0 ? "" : percent((double) count / of)));
        }
    }

    private String percent(double share) {
        long hundredths = Math.round(share * 10_000);
        return hundredths == 0
                ? "< 0" + voice.get("decimal") + "01 %"
                : hundredths / 100 + voice.get("decimal") + "%02d".formatted(hundredths % 100) + " %";
    }

    /** Under the columns of the plot. */
    List<String> labels() {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < data.slots().size(); i++) {
            long ns = data.slots().get(i).fromNs();
            String hour = voice.clock(ns).substring(0, 2);
            labels.add(isDaily() ? i % 3 == 0 ? hour + ":00" : "" : voice.weekday(voice.dayOf(ns)));
        }
        return labels;
    }
}
