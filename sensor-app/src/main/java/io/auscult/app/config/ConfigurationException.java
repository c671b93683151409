package io.auscult.app.config;

import java.util.List;

/** The operator's settings are wrong; each problem is one line that says where, what and what was expected. */
public final class ConfigurationException extends Exception {
    private final List<String> problems;

    public ConfigurationException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
