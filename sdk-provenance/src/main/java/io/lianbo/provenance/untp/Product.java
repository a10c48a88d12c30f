package io.lianbo.provenance.untp;

import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.internal.FurtherMembers;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A product, a batch of it, or one item: what a {@link DigitalProductPassport} is about.
 *
 * @param id names it
 * @param name what it is called
 * @param description what it is
 * @param idScheme the scheme of its id
 * @param modelNumber its model
 * @param batchNumber its batch or lot
 * @param itemNumber its serial number
 * @param idGranularity whether the id names one item, a batch or all of the model
 * @param productImage a picture
 * @param characteristics what its industry says of it, of any shape, as {@link io.lianbo.core.json.StrictJson} reads it
 * @param productCategory its classes
 * @param relatedDocument documents about it
 * @param relatedParty who has to do with it
 * @param producedAtFacility where it was made
 * @param productionDate when it was made
 * @param countryOfProduction the country where it was made
 * @param dimensions how large and heavy it is
 * @param materialProvenance what it is made of
 * @param packaging what it is packed in
 * @param productLabel labels on it
 * @param performanceClaim what is claimed of it
 */
public record Product(
        URI id,
        String name,
        Optional<String> description,
        Entity idScheme,
        Optional<String> modelNumber,
        Optional<String> batchNumber,
        Optional<String> itemNumber,
        Granularity idGranularity,
        Optional<DocumentLink> productImage,
        Optional<Map<String, @Nullable Object>> characteristics,
        List<Classification> productCategory,
        List<DocumentLink> relatedDocument,
        List<RelatedParty> relatedParty,
        Entity producedAtFacility,
        Optional<LocalDate> productionDate,
        Country countryOfProduction,
        Optional<Dimensions> dimensions,
        List<Material> materialProvenance,
        Optional<Packaging> packaging,
        List<Image> productLabel,
        List<Claim> performanceClaim) {

    private static final Entity GTIN = Entity.of("https://id.gs1.org/01/", "Global Trade Item Number (GTIN)");

    /** Checks what is given. */
    public Product {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(idScheme, "idScheme");
        Objects.requireNonNull(modelNumber, "modelNumber");
        Objects.requireNonNull(batchNumber, "batchNumber");
        Objects.requireNonNull(itemNumber, "itemNumber");
        Objects.requireNonNull(idGranularity, "idGranularity");
        Objects.requireNonNull(productImage, "productImage");
        characteristics = characteristics.map(Members::frozen);
        productCategory = List.copyOf(productCategory);
        relatedDocument = List.copyOf(relatedDocument);
        relatedParty = List.copyOf(relatedParty);
        Objects.requireNonNull(producedAtFacility, "producedAtFacility");
        Objects.requireNonNull(productionDate, "productionDate");
        Objects.requireNonNull(countryOfProduction, "countryOfProduction");
        Objects.requireNonNull(dimensions, "dimensions");
        materialProvenance = List.copyOf(materialProvenance);
        Objects.requireNonNull(packaging, "packaging");
        productLabel = List.copyOf(productLabel);
        performanceClaim = List.copyOf(performanceClaim);
    }

    /** Returns a builder with what the standard asks for; all else is left out unless it is set. */
    public static Builder builder(
            URI id,
            String name,
            Entity idScheme,
            Granularity idGranularity,
            List<Classification> productCategory,
            Entity producedAtFacility,
            Country countryOfProduction) {
        return new Builder(id, name, idScheme, idGranularity, productCategory, producedAtFacility, countryOfProduction);
    }

    static Product read(Members in) {
        in.type("Product");
        return in.closed(() -> new Product(
                in.uri("id"),
                in.text("name"),
                in.optionalText("description"),
                in.object("idScheme", entity -> Entity.read(entity, "IdentifierScheme")),
                in.optionalText("modelNumber"),
                in.optionalText("batchNumber"),
                in.optionalText("itemNumber"),
                in.code("idGranularity", Granularity.values(), Granularity::code),
                in.optionalObject("productImage", DocumentLink::read),
                in.optionalMap("characteristics"),
                in.list("productCategory", true, Classification::read),
                in.list("relatedDocument", false, DocumentLink::read),
                in.list("relatedParty", false, RelatedParty::read),
                in.object("producedAtFacility", entity -> Entity.read(entity, "Facility")),
                in.optionalDate("productionDate"),
                in.object("countryOfProduction", Country::read),
                in.optionalObject("dimensions", Dimensions::read),
                in.list("materialProvenance", false, Material::read),
                in.optionalObject("packaging", Packaging::read),
                in.list("productLabel", false, Image::read),
                in.list("performanceClaim", false, Claim::read)));
    }

    Map<String, @Nullable Object> toMap() {
        return new Written("Product")
                .put("id", id.toString())
                .put("name", name)
                .put("description", description)
                .put("idScheme", idScheme.toMap("IdentifierScheme"))
                .put("modelNumber", modelNumber)
                .put("batchNumber", batchNumber)
                .put("itemNumber", itemNumber)
                .put("idGranularity", idGranularity.code())
                .put("productImage", productImage.map(DocumentLink::toMap))
                .put("characteristics", characteristics)
                .putAll("productCategory", true, productCategory, Classification::toMap)
                .putAll("relatedDocument", false, relatedDocument, DocumentLink::toMap)
                .putAll("relatedParty", false, relatedParty, RelatedParty::toMap)
                .put("producedAtFacility", producedAtFacility.toMap("Facility"))
                .put("productionDate", productionDate.map(LocalDate::toString))
                .put("countryOfProduction", countryOfProduction.toMap())
                .put("dimensions", dimensions.map(Dimensions::toMap))
                .putAll("materialProvenance", false, materialProvenance, Material::toMap)
                .put("packaging", packaging.map(Packaging::toMap))
                .putAll("productLabel", false, productLabel, Image::toMap)
                .putAll("performanceClaim", false, performanceClaim, Claim::toMap)
                .map();
    }

    /** Returns a builder for goods that a Digital Link names: their id is its canonical URI, and the finest of lot and serial number says whether it is one item, a batch or all. */
    public static Builder builder(
            DigitalLink goods,
            String name,
            List<Classification> productCategory,
            Entity producedAtFacility,
            Country countryOfProduction) {
        Granularity granularity = goods.serial().isPresent()
                ? Granularity.ITEM
                : goods.lot().isPresent() ? Granularity.BATCH : Granularity.MODEL;
        Builder builder = builder(
                URI.create(goods.canonical()),
                name,
                GTIN,
                granularity,
                productCategory,
                producedAtFacility,
                countryOfProduction);
        goods.lot().ifPresent(builder::batchNumber);
        goods.serial().ifPresent(builder::itemNumber);
        return builder;
    }

    /** How much an id names. */
    public enum Granularity {
        /** {@code model}. */
        MODEL("model"),
        /** {@code batch}. */
        BATCH("batch"),
        /** {@code item}. */
        ITEM("item");

        private final String code;

        Granularity(String code) {
            this.code = code;
        }

        /** The code that documents have. */
        public String code() {
            return code;
        }
    }

    /** How somebody has to do with a product. */
    public enum Role {
        /** {@code owner}. */
        OWNER("owner"),
        /** {@code producer}. */
        PRODUCER("producer"),
        /** {@code manufacturer}. */
        MANUFACTURER("manufacturer"),
        /** {@code processor}. */
        PROCESSOR("processor"),
        /** {@code remanufacturer}. */
        REMANUFACTURER("remanufacturer"),
        /** {@code recycler}. */
        RECYCLER("recycler"),
        /** {@code operator}. */
        OPERATOR("operator"),
        /** {@code serviceProvider}. */
        SERVICE_PROVIDER("serviceProvider"),
        /** {@code inspector}. */
        INSPECTOR("inspector"),
        /** {@code certifier}. */
        CERTIFIER("certifier"),
        /** {@code logisticsProvider}. */
        LOGISTICS_PROVIDER("logisticsProvider"),
        /** {@code carrier}. */
        CARRIER("carrier"),
        /** {@code consignor}. */
        CONSIGNOR("consignor"),
        /** {@code consignee}. */
        CONSIGNEE("consignee"),
        /** {@code importer}. */
        IMPORTER("importer"),
        /** {@code exporter}. */
        EXPORTER("exporter"),
        /** {@code distributor}. */
        DISTRIBUTOR("distributor"),
        /** {@code retailer}. */
        RETAILER("retailer"),
        /** {@code brandOwner}. */
        BRAND_OWNER("brandOwner"),
        /** {@code regulator}. */
        REGULATOR("regulator");

        private final String code;

        Role(String code) {
            this.code = code;
        }

        /** The code that documents have. */
        public String code() {
            return code;
        }
    }

    /**
     * Who has to do with a product, and how.
     *
     * @param role how
     * @param party who
     */
    public record RelatedParty(Role role, Entity party) {

        /** Checks what is given. */
        public RelatedParty {
            Objects.requireNonNull(role, "role");
            Objects.requireNonNull(party, "party");
        }

        static RelatedParty read(Members in) {
            in.type("PartyRole");
            return in.closed(() -> new RelatedParty(
                    in.code("role", Role.values(), Role::code),
                    in.object("party", entity -> Entity.read(entity, "Party"))));
        }

        Map<String, @Nullable Object> toMap() {
            return new Written()
                    .put("role", role.code())
                    .put("party", party.toMap("Party"))
                    .map();
        }
    }

    /**
     * How large and heavy something is.
     *
     * @param weight its weight
     * @param length its length
     * @param width its width
     * @param height its height
     * @param volume its volume
     * @param others further members, which the standard allows here, as {@link io.lianbo.core.json.StrictJson} reads them
     */
    public record Dimensions(
            Optional<Measure> weight,
            Optional<Measure> length,
            Optional<Measure> width,
            Optional<Measure> height,
            Optional<Measure> volume,
            Map<String, @Nullable Object> others) {

        /** Checks what is given. */
        public Dimensions {
            Objects.requireNonNull(weight, "weight");
            Objects.requireNonNull(length, "length");
            Objects.requireNonNull(width, "width");
            Objects.requireNonNull(height, "height");
            Objects.requireNonNull(volume, "volume");
            others = FurtherMembers.copy(others, List.of("type", "weight", "length", "width", "height", "volume"));
        }

        static Dimensions read(Members in) {
            in.type("Dimension");
            return in.made(() -> new Dimensions(
                    in.optionalObject("weight", Measure::read),
                    in.optionalObject("length", Measure::read),
                    in.optionalObject("width", Measure::read),
                    in.optionalObject("height", Measure::read),
                    in.optionalObject("volume", Measure::read),
                    in.others()));
        }

        Map<String, @Nullable Object> toMap() {
            return new Written()
                    .put("weight", weight.map(Measure::toMap))
                    .put("length", length.map(Measure::toMap))
                    .put("width", width.map(Measure::toMap))
                    .put("height", height.map(Measure::toMap))
                    .put("volume", volume.map(Measure::toMap))
                    .putAll(others)
                    .map();
        }

        /** The dimensions of something of which only the weight is known. */
        public static Dimensions ofWeight(Measure weight) {
            return new Dimensions(
                    Optional.of(weight),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of());
        }
    }

    /**
     * What something is packed in.
     *
     * @param description what it is
     * @param dimensions how large and heavy it is
     * @param materialUsed what it is made of
     * @param packageLabel labels on it
     * @param performanceClaim claims about it
     */
    public record Packaging(
            String description,
            Dimensions dimensions,
            List<Material> materialUsed,
            List<Image> packageLabel,
            List<Claim> performanceClaim) {

        /** Checks what is given. */
        public Packaging {
            Objects.requireNonNull(description, "description");
            Objects.requireNonNull(dimensions, "dimensions");
            materialUsed = List.copyOf(materialUsed);
            packageLabel = List.copyOf(packageLabel);
            performanceClaim = List.copyOf(performanceClaim);
        }

        static Packaging read(Members in) {
            in.type("Package");
            return in.closed(() -> new Packaging(
                    in.text("description"),
                    in.object("dimensions", Dimensions::read),
                    in.list("materialUsed", true, Material::read),
                    in.list("packageLabel", false, Image::read),
                    in.list("performanceClaim", false, Claim::read)));
        }

        Map<String, @Nullable Object> toMap() {
            return new Written()
                    .put("description", description)
                    .put("dimensions", dimensions.toMap())
                    .putAll("materialUsed", true, materialUsed, Material::toMap)
                    .putAll("packageLabel", false, packageLabel, Image::toMap)
                    .putAll("performanceClaim", false, performanceClaim, Claim::toMap)
                    .map();
        }
    }

    /** Collects what is said beside what must be. */
    public static final class Builder {
        private final URI id;
        private final String name;
        private Optional<String> description = Optional.empty();
        private final Entity idScheme;
        private Optional<String> modelNumber = Optional.empty();
        private Optional<String> batchNumber = Optional.empty();
        private Optional<String> itemNumber = Optional.empty();
        private final Granularity idGranularity;
        private Optional<DocumentLink> productImage = Optional.empty();
        private Optional<Map<String, @Nullable Object>> characteristics = Optional.empty();
        private final List<Classification> productCategory;
        private final List<DocumentLink> relatedDocument = new ArrayList<>();
        private final List<RelatedParty> relatedParty = new ArrayList<>();
        private final Entity producedAtFacility;
        private Optional<LocalDate> productionDate = Optional.empty();
        private final Country countryOfProduction;
        private Optional<Dimensions> dimensions = Optional.empty();
        private final List<Material> materialProvenance = new ArrayList<>();
        private Optional<Packaging> packaging = Optional.empty();
        private final List<Image> productLabel = new ArrayList<>();
        private final List<Claim> performanceClaim = new ArrayList<>();

        private Builder(
                URI id,
                String name,
                Entity idScheme,
                Granularity idGranularity,
                List<Classification> productCategory,
                Entity producedAtFacility,
                Country countryOfProduction) {
            this.id = id;
            this.name = name;
            this.idScheme = idScheme;
            this.idGranularity = idGranularity;
            this.productCategory = productCategory;
            this.producedAtFacility = producedAtFacility;
            this.countryOfProduction = countryOfProduction;
        }

        /** Sets {@link Product#description}. */
        public Builder description(String value) {
            description = Optional.of(value);
            return this;
        }

        /** Sets {@link Product#modelNumber}. */
        public Builder modelNumber(String value) {
            modelNumber = Optional.of(value);
            return this;
        }

        /** Sets {@link Product#batchNumber}. */
        public Builder batchNumber(String value) {
            batchNumber = Optional.of(value);
            return this;
        }

        /** Sets {@link Product#itemNumber}. */
        public Builder itemNumber(String value) {
            itemNumber = Optional.of(value);
            return this;
        }

        /** Sets {@link Product#productImage}. */
        public Builder productImage(DocumentLink value) {
            productImage = Optional.of(value);
            return this;
        }

        /** Sets {@link Product#characteristics}. */
        public Builder characteristics(Map<String, @Nullable Object> value) {
            characteristics = Optional.of(value);
            return this;
        }

        /** Adds one to {@link Product#relatedDocument}. */
        public Builder relatedDocument(DocumentLink one) {
            relatedDocument.add(one);
            return this;
        }

        /** Adds one to {@link Product#relatedParty}. */
        public Builder relatedParty(RelatedParty one) {
            relatedParty.add(one);
            return this;
        }

        /** Sets {@link Product#productionDate}. */
        public Builder productionDate(LocalDate value) {
            productionDate = Optional.of(value);
            return this;
        }

        /** Sets {@link Product#dimensions}. */
        public Builder dimensions(Dimensions value) {
            dimensions = Optional.of(value);
            return this;
        }

        /** Adds one to {@link Product#materialProvenance}. */
        public Builder materialProvenance(Material one) {
            materialProvenance.add(one);
            return this;
        }

        /** Sets {@link Product#packaging}. */
        public Builder packaging(Packaging value) {
            packaging = Optional.of(value);
            return this;
        }

        /** Adds one to {@link Product#productLabel}. */
        public Builder productLabel(Image one) {
            productLabel.add(one);
            return this;
        }

        /** Adds one to {@link Product#performanceClaim}. */
        public Builder performanceClaim(Claim one) {
            performanceClaim.add(one);
            return this;
        }

        /** Returns what was collected. */
        public Product build() {
            return new Product(
                    id,
                    name,
                    description,
                    idScheme,
                    modelNumber,
                    batchNumber,
                    itemNumber,
                    idGranularity,
                    productImage,
                    characteristics,
                    productCategory,
                    relatedDocument,
                    relatedParty,
                    producedAtFacility,
                    productionDate,
                    countryOfProduction,
                    dimensions,
                    materialProvenance,
                    packaging,
                    productLabel,
                    performanceClaim);
        }
    }
}
