package io.auscult.export.mail;

import io.auscult.core.alert.Light;
import io.auscult.export.mail.MailState.Waiting;
import io.auscult.export.mail.Sheet.Cell;
import io.auscult.export.page.IncidentFacts;
import io.auscult.export.page.Plain;
import io.auscult.export.page.Voice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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
        worst.sort(Comparator.comparing(Waiting::light)
                .thenComparing(Waiting::severity)
                .reversed()
                .thenComparing(Waiting::firstNs));
        List<Waiting> listed = worst.subList(0, Math.min(MAX_LISTED, worst.size()));
        int filed = worst.size() - listed.size();
        String title = voice.count("digest.title", worst.size() + more);
        String journal = more > 0 ? voice.count("digest.more", more) : "";
        String rest = (filed > 0 ? voice.count("digest.filed", filed) + " " : "") + journal;
        Light light = worst.getFirst().light();
        return new Letter(
                "digest." + key,
                List.of(),
                subject(light, title),
                plain(title, listed, rest),
                html(light, title, listed, rest),
                light == Light.RED,
                filed == 0
                        ? null
                        : new Letter.Attached("auscult-" + key + ".html", html(light, title, worst, journal)));
    }

    /** Only how many, with no text that came from the network. */
    Letter bare(List<Waiting> waiting, long more, String key) {
        Light light = waiting.stream()
                .map(Waiting::light)
                .max(Comparator.naturalOrder())
                .orElse(Light.BLUE);
        String title = voice.count("digest.title", waiting.size() + more);
        String why = voice.get("mail.bare", "auscult incident list");
        return new Letter(
                "digest." + key,
                List.of(),
                subject(light, title),
                new Plain().paragraph(title).paragraph(why).toString(),
                band(light, title, why).title(title, why).end(voice.get("mail.foot")),
                light == Light.RED,
                null);
    }

    private String subject(Light light, String title) {
        return voice.get(
                "digest.subject",
                site.isEmpty() ? "Auscult" : "Auscult, " + site,
                voice.get("light." + light.key()),
                title);
    }

    private Sheet band(Light light, String title, String preview) {
        return new Sheet(voice.language(), title, preview)
                .band(light, voice.get("light." + light.key()) + " · " + voice.get("call." + light.key()), "");
    }

    private String html(Light light, String title, List<Waiting> listed, String rest) {
        return band(light, title, voice.get("digest.why"))
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
                .end(voice.get("times.of", voice.zone()) + " " + voice.get("mail.foot"));
    }

    private String plain(String title, List<Waiting> listed, String rest) {
        Plain text =
                new Plain().paragraph(title).paragraph(voice.get("digest.why")).blank();
        for (Waiting each : listed) {
            text.item(voice.get("light." + each.light().key()) + " "
                    + IncidentFacts.severityWord(each.severity(), voice) + " " + each.severity() + "/10: "
                    + each.headline() + " - " + each.actor() + ", " + voice.time(each.firstNs()));
            if (!each.todo().isEmpty()) {
                text.paragraph("  " + each.todo());
            }
        }
        return text.paragraph(rest).blank().paragraph(voice.get("mail.foot")).toString();
    }
}
