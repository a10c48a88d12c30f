package io.lianbo.provenance.event;

import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * An element of a document with what is in it; wrappers that EPCIS 1 needed ({@code extension}, {@code baseExtension}) are gone, what
 * they held stands in their place.
 *
 * @param namespace "" where it has none
 * @param prefix "" where it has none
 * @param text what stands before the first child, stripped
 */
record XmlElement(
        String namespace,
        String prefix,
        String name,
        List<Attribute> attributes,
        List<XmlElement> children,
        String text) {

    private static final String XINCLUDE = "http://www.w3.org/2001/XInclude";
    private static final int DEEPEST = 64;

    record Attribute(String namespace, String prefix, String name, String value) {}

    /** Reads the element at whose start the reader stands, up to its end. */
    static XmlElement read(XMLStreamReader reader) throws XMLStreamException {
        return read(reader, 1);
    }

    /** As {@link XMLStreamReader#next}; only a document type could say what an entity stands for. */
    static int next(XMLStreamReader reader) throws XMLStreamException {
        int event = reader.next();
        if (event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new IllegalArgumentException(
                    "entities are not allowed in EPCIS documents: &" + reader.getLocalName() + ";");
        }
        return event;
    }

    /** Whether it is of EPCIS itself, whose elements have no namespace below the root. */
    boolean isEpcis() {
        return isEpcis(namespace);
    }

    static boolean isEpcis(String namespace) {
        return namespace.isEmpty() || namespace.startsWith("urn:epcglobal:epcis");
    }

    boolean isPlain() {
        return attributes.isEmpty() && children.isEmpty();
    }

    private static XmlElement read(XMLStreamReader reader, int depth) throws XMLStreamException {
        String namespace = orEmpty(reader.getNamespaceURI());
        String name = reader.getLocalName();
        if (namespace.equals(XINCLUDE)) {
            throw new IllegalArgumentException("XInclude is not allowed in EPCIS documents: <" + name + ">");
        }
        if (depth > DEEPEST) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" lies deeper than the " + DEEPEST + " levels that an event may have");
        }
        List<Attribute> attributes = attributes(reader);
        String prefix = orEmpty(reader.getPrefix());
        List<XmlElement> children = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int event = next(reader); event != XMLStreamConstants.END_ELEMENT; event = next(reader)) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> {
                    XmlElement child = read(reader, depth + 1);
                    if (child.isWrapper()) {
                        children.addAll(child.children);
                    } else {
                        children.add(child);
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (children.isEmpty()) {
                        text.append(reader.getText());
                    }
                }
                default -> {
                    // comments and processing instructions say nothing
                }
            }
        }
        return new XmlElement(
                namespace, prefix, name, attributes, children, text.toString().strip());
    }

    private boolean isWrapper() {
        return namespace.isEmpty() && (name.equals("extension") || name.equals("baseExtension"));
    }

    private static List<Attribute> attributes(XMLStreamReader reader) {
        List<Attribute> attributes = new ArrayList<>(reader.getAttributeCount());
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String namespace = orEmpty(reader.getAttributeNamespace(i));
            if (!namespace.equals(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI)) {
                attributes.add(new Attribute(
                        namespace,
                        orEmpty(reader.getAttributePrefix(i)),
                        reader.getAttributeLocalName(i),
                        reader.getAttributeValue(i)));
            }
        }
        return attributes;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
