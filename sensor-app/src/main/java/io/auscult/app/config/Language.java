package io.auscult.app.config;

import java.util.Locale;
import java.util.Map;

/** The languages that summaries and advice are written in. */
public enum Language {
    AUTO,
    EN,
    NL,
    FR;

    /** As asked for, or as the environment says; English where that is none of ours. */
    public Language resolve(Map<String, String> environment) {
        if (this != AUTO) {
            return this;
        }
        for (String variable : new String[] {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"}) {
            String value = environment.getOrDefault(variable, "");
            if (!value.isEmpty()) {
                return value.startsWith("nl") ? NL : value.startsWith("fr") ? FR : EN;
            }
        }
        return EN;
    }

    /** As in {@link io.auscult.core.alert.Alert#recommendation}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
