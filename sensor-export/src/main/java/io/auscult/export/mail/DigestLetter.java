package io.auscult.export.mail;

import io.auscult.core.alert.Light;
import io.auscult.export.mail.Sheet.Cell;
import io.auscult.export.notice.Notices;
import io.auscult.export.notice.Notices.Waiting;
import io.auscult.export.page.IncidentFacts;
import io.auscult.export.page.Plain;
import io.auscult.export.page.Voice;
import io.auscult.export.share.Marking;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one mail about many incidents: those for which there were too many mails already, the worst first. */
final class DigestLetter {
    static final int MAX_LISTED = 50;

    private final Voice voice;
    private final String site;

    DigestLetter(Voice voice, String site) {
        this.voice = voice;
        this.site = site;
    }

    /**
     * The worst in the mail; when that is not all, all in a file that goes with it.
     *
     * @param more how many are only counted
     * @param key tells this digest from others
     */
    Letter write(List<Waiting> waiting, long more, String key) {
        List<Waiting> worst = new ArrayList<>(waiting);
        worst.sort(Waiting.WORST);
        List<Waiting> listed = worst.subList(0, Math.min(MAX_LISTED, worst.size()));
        int filed = worst.size() - listed.size();
        String title = voice.count("digest.title", worst.size() + more);
        String journal = more > 0 ? voice.count("digest.more", more) : "";
        String rest = (filed > 0 ? voice.count("digest.filed", filed) + " " : "") + journal;
        Light light = worst.getFirst().light();
        Marking marking = Notices.marking(worst);
        return new Letter(
                "digest." + key,
                List.of(),
                subject(light, title, marking),
                plain(title, listed, rest, marking),
                html(light, title, listed, rest, marking),
                light == Light.RED,
                filed == 0
                        ? null
                        : new Letter.Attached("auscult-" + key + ".html", html(light, title, worst, journal, marking)));
    }

    /** Only how many, with no text that came from the network. */
    Letter bare(List<Waiting> waiting, long more, String key) {
        Light light = waiting.stream()
                .map(Waiting::light)
                .max(Comparator.naturalOrder())
                .orElse(Light.BLUE);
        Marking marking = Notices.marking(waiting);
        String title = voice.count("digest.title", waiting.size() + more);
        String why = voice.get("mail.bare", "auscult incident list");
        return new Letter(
                "digest." + key,
                List.of(),
                subject(light, title, marking),
                Label.plain(marking, voice).paragraph(title).paragraph(why).toString(),
                band(light, title, why, marking).title(title, why).end(voice.get("mail.foot")),
                light == Light.RED,
                null);
    }

    private String subject(Light light, String title, @Nullable Marking marking) {
        return Label.before(
                marking,
                voice.get(
                        "digest.subject",
                        site.isEmpty() ? "Auscult" : "Auscult, " + site,
                        voice.get("light." + light.key()),
                        title));
    }

    private Sheet band(Light light, String title, String preview, @Nullable Marking marking) {
        return new Sheet(voice.language(), title, preview)
                .label(marking, voice)
                .band(light, voice.get("light." + light.key()) + " · " + voice.get("call." + light.key()), "");
    }

    private String html(Light light, String title, List<Waiting> listed, String rest, @Nullable Marking marking) {
        return band(light, title, voice.get("digest.why"), marking)
                .title(title, voice.get("digest.why"))
                .table(
                        "",
                        List.of(voice.get("row.severity"), voice.get("col.what"), voice.get("digest.first")),
                        List.of(16, 40, 44),
                        listed.stream()
                                .map(each -> List.of(
                                        Cell.of(
                                                IncidentFacts.severityWord(each.severity(), voice) + " "
                                                        + each.severity(),
                                                each.light()),
                                        Cell.of(each.headline(), each.actor() + " · " + voice.time(each.firstNs())),
                                        Cell.of(each.todo())))
                                .toList(),
                        rest)
                .end(foot());
    }

    private String foot() {
        return voice.get("times.of", voice.zone()) + " " + voice.get("mail.foot");
    }

    private String plain(String title, List<Waiting> listed, String rest, @Nullable Marking marking) {
        Plain text = Label.plain(marking, voice)
                .paragraph(title)
                .paragraph(voice.get("digest.why"))
                .blank();
        for (Waiting each : listed) {
            text.item(voice.get("light." + each.light().key()) + " "
                    + IncidentFacts.severityWord(each.severity(), voice) + " " + each.severity() + "/10: "
                    + each.headline() + " - " + each.actor() + ", " + voice.time(each.firstNs()));
            if (!each.todo().isEmpty()) {
                text.under(each.todo());
            }
        }
        return text.paragraph(rest).blank().paragraph(foot()).toString();
    }
}
