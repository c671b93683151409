package io.auscult.export.mail;

import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Light;
import io.auscult.export.mail.Sheet.Cell;
import io.auscult.export.page.IncidentFacts;
import io.auscult.export.page.Plain;
import io.auscult.export.page.Voice;
import io.auscult.export.share.Marking;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the mail about one incident: what to do, then what happened, then everything else. */
final class IncidentLetter {
    private final Voice voice;
    private final String site;

    /** @param site what the place is called; may be empty */
    IncidentLetter(Voice voice, String site) {
        this.voice = voice;
        this.site = site;
    }

    /** Such as {@code [Auscult, St. Anna] RED: Break-in on 3 machines (10.0.0.1)}. */
    String subject(Incident incident) {
        IncidentFacts facts = IncidentFacts.of(incident, voice);
        return voice.get(
                "mail.subject",
                site.isEmpty() ? "Auscult" : "Auscult, " + site,
                facts.lightWord(),
                facts.headline(),
                IncidentFacts.brief(incident.actor()));
    }

    static String root(String incidentId) {
        return "incident." + incidentId;
    }

    /**
     * @param subject of the thread
     * @param earlier incidents under whose ids earlier mails of the thread were sent; empty for the first mail
     * @param marking how freely it may be told; null where nobody said so
     */
    Letter write(Incident incident, String subject, List<String> earlier, @Nullable Marking marking) {
        boolean isUpdate = !earlier.isEmpty();
        IncidentFacts facts = IncidentFacts.of(incident, voice);
        return new Letter(
                isUpdate ? root(incident.id()) + "." + incident.alerts() : root(incident.id()),
                earlier.stream().map(IncidentLetter::root).toList(),
                (isUpdate ? voice.get("mail.re") + " " : "") + Label.before(marking, subject),
                plain(facts, isUpdate, marking).paragraph(foot()).toString(),
                html(facts, isUpdate, marking),
                incident.light() == Light.RED,
                null);
    }

    /** Only that there is one and how grave it is, with no text that came from the network. */
    Letter bare(Incident incident, List<String> earlier, @Nullable Marking marking) {
        String light = voice.get("light." + incident.light().key());
        String title = voice.get("mail.bare.title", incident.id());
        String why = voice.get("mail.bare", "auscult incident show " + incident.id());
        String severity = IncidentFacts.severityWord(incident.severity(), voice) + " " + incident.severity() + "/10";
        String call = light + " · " + voice.get("call." + incident.light().key());
        return new Letter(
                earlier.isEmpty() ? root(incident.id()) : root(incident.id()) + "." + incident.alerts(),
                earlier.stream().map(IncidentLetter::root).toList(),
                Label.before(
                        marking,
                        voice.get("digest.subject", site.isEmpty() ? "Auscult" : "Auscult, " + site, light, title)),
                Label.plain(marking, voice)
                        .paragraph(call + ", " + severity + ": " + title)
                        .paragraph(why)
                        .toString(),
                new Sheet(voice.language(), title, why)
                        .label(marking, voice)
                        .band(incident.light(), call, severity)
                        .title(title, why)
                        .end(voice.get("mail.foot")),
                incident.light() == Light.RED,
                null);
    }

    private String html(IncidentFacts facts, boolean isUpdate, @Nullable Marking marking) {
        Sheet sheet = new Sheet(voice.language(), facts.headline(), first(facts))
                .label(marking, voice)
                .band(
                        facts.light(),
                        facts.lightWord() + " · " + facts.call(),
                        facts.severityWord() + " " + facts.severity() + "/10")
                .title(facts.headline(), below(facts, isUpdate))
                .todo(facts.light(), voice.get("head.todo"), todo(facts))
                .paragraph(voice.get("head.happened"), facts.happened())
                .paragraph(voice.get("head.became"), facts.outcome());
        if (!facts.hosts().isEmpty()) {
            sheet.table(
                    voice.get("head.where"),
                    List.of(voice.get("col.host"), voice.get("col.became")),
                    facts.hosts().stream()
                            .map(host ->
                                    List.of(Cell.of(host.name(), host.about()), Cell.of(host.became(), host.outcome())))
                            .toList(),
                    facts.looked());
        } else if (!facts.looked().isEmpty()) {
            sheet.paragraph(voice.get("head.where"), facts.looked());
        }
        sheet.table(
                voice.get("head.steps"),
                List.of(voice.get("col.time"), voice.get("col.what"), voice.get("col.became")),
                facts.steps().stream()
                        .map(step -> List.of(
                                facts.isOneDay() ? Cell.of(step.time()) : Cell.of(step.time(), step.day()),
                                Cell.of(step.what(), step.by() + " → " + step.whom() + ", " + step.often()),
                                Cell.of(step.became(), step.outcome())))
                        .toList(),
                facts.moreSteps() > 0 ? voice.count("more.steps", facts.moreSteps()) : "");
        return sheet.details(voice.get("head.details"), details(facts)).end(foot());
    }

    private String below(IncidentFacts facts, boolean isUpdate) {
        return (isUpdate ? voice.get("mail.update") + " " : "") + voice.get("row.actor") + " " + facts.actor() + " · "
                + facts.when();
    }

    private static String first(IncidentFacts facts) {
        return facts.todo().isEmpty() ? facts.happened() : facts.todo().getFirst();
    }

    private List<String> todo(IncidentFacts facts) {
        return facts.todo().isEmpty() ? List.of(voice.get("none.todo")) : facts.todo();
    }

    private List<String[]> details(IncidentFacts facts) {
        List<String[]> rows = new ArrayList<>();
        add(rows, "row.users", String.join(", ", facts.users()));
        add(rows, "row.phases", facts.phases());
        add(rows, "row.techniques", String.join(", ", facts.techniques()));
        add(rows, "row.evidence", String.join("; ", facts.places()));
        add(rows, "row.id", facts.id());
        return rows;
    }

    private void add(List<String[]> rows, String key, String value) {
        if (!value.isEmpty()) {
            rows.add(new String[] {voice.get(key), value});
        }
    }

    /** On a screen: nothing about mails. */
    String shown(Incident incident) {
        return plain(IncidentFacts.of(incident, voice), false, null)
                .paragraph(times())
                .toString();
    }

    private Plain plain(IncidentFacts facts, boolean isUpdate, @Nullable Marking marking) {
        Plain text = Label.plain(marking, voice)
                .paragraph(facts.lightWord() + ": " + facts.call() + " - " + facts.headline())
                .paragraph(facts.severityWord() + " " + facts.severity() + "/10 - " + below(facts, isUpdate))
                .heading(voice.get("head.todo"))
                .numbered(todo(facts))
                .heading(voice.get("head.happened"))
                .paragraph(facts.happened())
                .heading(voice.get("head.became"))
                .paragraph(facts.outcome());
        if (!facts.hosts().isEmpty() || !facts.looked().isEmpty()) {
            text.heading(voice.get("head.where"));
            for (IncidentFacts.Host host : facts.hosts()) {
                text.item(
                        host.name() + (host.about().isEmpty() ? "" : " (" + host.about() + ")") + ": " + host.became());
            }
            text.paragraph(facts.looked());
        }
        text.heading(voice.get("head.steps"));
        for (IncidentFacts.Step step : facts.steps()) {
            text.item((facts.isOneDay() ? "" : step.day() + " ") + step.time() + " " + step.by() + ": " + step.what()
                    + ", " + step.whom() + ", " + step.often() + "; " + step.became());
        }
        if (facts.moreSteps() > 0) {
            text.paragraph(voice.count("more.steps", facts.moreSteps()));
        }
        text.heading(voice.get("head.details"));
        details(facts).forEach(row -> text.field(row[0], row[1]));
        return text.blank();
    }

    private String foot() {
        return times() + " " + voice.get("mail.foot");
    }

    private String times() {
        return voice.get("times.of", voice.zone());
    }
}
