package io.auscult.export.page;

/** HTML under construction: markup is ours, texts are escaped and cleaned. One thread. */
public final class Html {
    private final StringBuilder out = new StringBuilder(16_384);

    /** Markup, or what other methods here made. Never anything that came from elsewhere. */
    public Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** A name, a title, a number. */
    public Html text(String any) {
        return escaped(Clean.text(any));
    }

    /** Sentences. */
    public Html prose(String any) {
        return escaped(Clean.prose(any));
    }

    private Html escaped(String clean) {
        for (int i = 0; i < clean.length(); i++) {
            char c = clean.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '`' -> out.append("&#96;");
                default -> out.append(c);
            }
        }
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
