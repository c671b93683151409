package io.auscult.export.mail;

import io.auscult.core.alert.Incident;
import io.auscult.export.page.Voice;

/** What is written in mails, for others who want to show it. */
public final class Letters {
    private Letters() {}

    /** One incident in plain text. */
    public static String plain(Incident incident, Voice voice) {
        return new IncidentLetter(voice, "").shown(incident);
    }
}
