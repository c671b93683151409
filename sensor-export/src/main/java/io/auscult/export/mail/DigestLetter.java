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

    /** @param more how many are only counted @param key tells this digest from others */
    Letter write(List<Waiting> waiting, long more, String key) {
        List<Waiting> worst = new ArrayList<>(waiting);
        worst.sort(Comparator.comparing(Waiting::light)
                .thenComparing(Waiting::severity)
                .reversed()
                .thenComparing(Waiting::firstNs));
        List<Waiting> listed = worst.subList(0, Math.min(MAX_LISTED, worst.size()));
        long all = waiting.size() + more;
        long unlisted = all - listed.size();
        Light light = worst.getFirst().light();
        String title = voice.count("digest.title", all);
        String subject = voice.get(
                "digest.subject",
                site.isEmpty() ? "Auscult" : "Auscult, " + site,
                voice.get("light." + light.key()),
                title);
        String rest = unlisted > 0 ? voice.count("digest.more", unlisted) : "";
        return new Letter(
                "digest." + key,
                List.of(),
                subject,
                plain(title, listed, rest),
                html(light, title, listed, rest),
                light == Light.RED,
                null);
    }

    private String html(Light light, String title, List<Waiting> listed, String rest) {
        return new Sheet(voice.language(), title, voice.get("digest.why"))
                .band(light, voice.get("light." + light.key()) + " · " + voice.get("call." + light.key()), "")
                .title(title, voice.get("digest.why"))
                .table(
                        "",
                        List.of(
                                voice.get("row.severity"),
                                voice.get("col.what"),
                                voice.get("digest.first"),
                                voice.get("row.when")),
                        listed.stream()
                                .map(each -> List.of(
                                        Cell.of(
                                                IncidentFacts.severityWord(each.severity(), voice) + " "
                                                        + each.severity(),
                                                each.light()),
                                        Cell.of(each.headline(), each.actor()),
                                        Cell.of(each.todo()),
                                        Cell.of(voice.time(each.firstNs()))))
                                .toList(),
                        rest)
                .end(voice.get("mail.foot"));
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
