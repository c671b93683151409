package io.auscult.export.share;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Finding;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.core.alert.Rule;
import io.auscult.core.indicator.Sighting;
import io.auscult.core.indicator.Tlp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How freely each entry may be told: as usual for the hospital, more strictly for some areas of rules, as strictly as the indicator that was met, and as a person raised it. Files in a
 * folder, read when asked. Any thread.
 */
public final class Markings {
    private final Path folder;
    private final Marking usual;
    private final Map<String, Marking> areas;

    /**
     * @param share where everything about sharing is kept
     * @param usual for what nothing else is said of
     * @param areas what is stricter, by area of rules (medical) or a rule's id
     */
    public Markings(Path share, Marking usual, Map<String, Marking> areas) throws IOException {
        this.folder = share.resolve("markings");
        this.usual = usual;
        this.areas = Map.copyOf(areas);
        Lines.folder(folder);
    }

    /** How this is marked. */
    public Marking of(JournalEntry entry) throws IOException {
        Marking marking = usual;
        switch (entry) {
            case Alert alert -> marking = raised(marking, alert);
            case Incident incident -> {
                for (Finding finding : incident.findings()) {
                    marking = raised(raised(marking, finding.rule()), finding.latest());
                }
                inherit(incident);
            }
        }
        return raised(marking, HeldEntries.incidentOf(entry));
    }

    /** What contains something that a person marked is marked so, too; its alerts do not say what it contains. */
    private void inherit(Incident incident) throws IOException {
        for (String former : incident.formerIds()) {
            Marking part = raisedByPerson(former);
            Marking whole = part == null ? null : raisedByPerson(incident.id());
            if (part != null && (whole == null || part.isAbove(whole))) {
                raise(incident.id(), whole == null ? part : part.raisedTo(whole), "contains " + former);
            }
        }
    }

    private Marking raised(Marking marking, Alert alert) {
        Marking raised = raised(marking, alert.rule());
        for (Sighting sighting : Sighting.of(alert)) {
            raised = raised.raisedTo(new Marking(sighting.tlp(), raised.pap()));
        }
        return raised;
    }

    private Marking raised(Marking marking, Rule rule) {
        Marking byArea = areas.getOrDefault(rule.area(), marking);
        return marking.raisedTo(byArea).raisedTo(areas.getOrDefault(rule.id(), marking));
    }

    private Marking raised(Marking marking, String incident) throws IOException {
        Marking own = raisedByPerson(incident);
        return own == null ? marking : marking.raisedTo(own);
    }

    private Path file(String incident) {
        return folder.resolve(AuditLog.sha256(incident).substring(0, 32) + ".marking");
    }

    private @Nullable Marking raisedByPerson(String incident) throws IOException {
        Map<String, String> lines = Lines.read(file(incident));
        if (lines == null) {
            return null;
        }
        try {
            return new Marking(
                    Tlp.parse(lines.getOrDefault("tlp", ""), Tlp.RED), Pap.of(lines.getOrDefault("pap", "clear")));
        } catch (IllegalArgumentException e) {
            return new Marking(Tlp.RED, Pap.RED); // damaged: as strict as can be
        }
    }

    /** Marks an incident more strictly than it would be; less strictly has no effect. */
    public void raise(String incident, Marking marking, String by) throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("tlp", marking.tlp().tag());
        lines.put("pap", marking.pap().key());
        lines.put("by", by);
        Lines.write(file(incident), lines);
    }
}
