package io.auscult.export.page;

import io.auscult.core.alert.Light;
import io.auscult.core.alert.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A document of sections, to be written as HTML or Markdown. One thread while it is made. Nothing is escaped here. */
public final class Document {
    /** What a section consists of. */
    public sealed interface Item permits Paragraph, Fact, Blank, Table, Checks {}

    public record Paragraph(String text) implements Item {}

    /** Something that is known. */
    public record Fact(String name, String text) implements Item {}

    /** Something a person has to write. @param hint what belongs there */
    public record Blank(String name, String hint) implements Item {}

    /** @param more what follows the rows; empty for nothing */
    public record Table(List<String> columns, List<List<Cell>> rows, String more) implements Item {}

    /** Each to be ticked off. */
    public record Checks(List<String> texts) implements Item {}

    /** @param below in smaller letters @param outcome whose colour it has, or null @param isMarked whether it matters most now */
    public record Cell(String text, String below, @Nullable Outcome outcome, boolean isMarked) {
        public static Cell of(String text) {
            return new Cell(text, "", null, false);
        }

        public static Cell of(String text, String below) {
            return new Cell(text, below, null, false);
        }

        public static Cell of(String text, Outcome outcome) {
            return new Cell(text, "", outcome, false);
        }

        public static Cell of(String text, boolean isMarked) {
            return new Cell(text, "", null, isMarked);
        }
    }

    public record Section(String heading, List<Item> items) {}

    private final String language;
    private final Light light;
    private final String title;
    private final String subtitle;
    private final String note;
    private final List<Section> sections = new ArrayList<>();

    /** @param note how the document is to be used */
    public Document(String language, Light light, String title, String subtitle, String note) {
        this.language = language;
        this.light = light;
        this.title = title;
        this.subtitle = subtitle;
        this.note = note;
    }

    /** Begins a section. */
    public Document section(String heading) {
        sections.add(new Section(heading, new ArrayList<>()));
        return this;
    }

    /** Adds to the last section. */
    public Document add(Item item) {
        sections.getLast().items().add(item);
        return this;
    }

    public Document fact(String name, String text) {
        return text.isEmpty() ? this : add(new Fact(name, text));
    }

    public Document blank(String name, String hint) {
        return add(new Blank(name, hint));
    }

    String language() {
        return language;
    }

    Light light() {
        return light;
    }

    String title() {
        return title;
    }

    String subtitle() {
        return subtitle;
    }

    String note() {
        return note;
    }

    List<Section> sections() {
        return sections;
    }
}
