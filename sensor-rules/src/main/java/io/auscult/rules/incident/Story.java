package io.auscult.rules.incident;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Party;
import java.util.List;

/** Tells in plain English what the alerts of an incident say together. Stateless. */
final class Story {
    private static final int NAMED_PORTS = 6;

    private Story() {}

    static String of(Party actor, List<Alert> alerts, List<String> openPorts) {
        StringBuilder story = new StringBuilder();
        for (Alert alert : alerts) {
            story.append(story.isEmpty() ? actor.toString() : "Also")
                    .append(": ")
                    .append(alert.kind());
            if (alert.targetCount() > 1) {
                story.append(" against ").append(alert.targetCount()).append(" addresses");
            } else if (alert.target().ip() != null) {
                story.append(" against ").append(alert.target());
            }
            if (alert.portCount() > 0) {
                story.append(alert.portCount() == 1 ? ", port " : ", " + alert.portCount() + " ports (");
                append(story, alert.ports(), alert.portCount());
                story.append(alert.portCount() == 1 ? "" : ")");
            }
            story.append(". ");
        }
        if (openPorts.isEmpty()) {
            story.append("Nothing is known to have answered.");
        } else {
            story.append("Answered: ")
                    .append(String.join(", ", openPorts.subList(0, Math.min(NAMED_PORTS, openPorts.size()))));
            story.append(openPorts.size() > NAMED_PORTS ? " and others." : ".");
        }
        return story.toString();
    }

    private static void append(StringBuilder story, List<Integer> ports, long all) {
        int shown = Math.min(NAMED_PORTS, ports.size());
        for (int i = 0; i < shown; i++) {
            story.append(i == 0 ? "" : ", ").append(ports.get(i));
        }
        story.append(all > shown ? " ..." : "");
    }
}
