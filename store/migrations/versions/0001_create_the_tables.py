"""Create the tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.columns import Micros, Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "deliveries",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_deliveries")),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index("ix_deliveries_at", ["at"], unique=False)

    op.create_table(
        "heads",
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("on_date", name=op.f("pk_heads")),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("beat_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_table(
        "products",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("policy", sa.String(length=40), nullable=False),
        sa.Column("category", sa.String(length=80), nullable=False),
        sa.Column("url", sa.String(length=400), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        sa.UniqueConstraint("sku", name=op.f("uq_products_sku")),
    )
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.create_index("ix_products_category", ["category", "folded", "id"], unique=False)
        batch_op.create_index("ix_products_folded", ["folded", "id"], unique=False)

    op.create_table(
        "sweeps",
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("digest_at", sa.String(length=5), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("through", sa.Date(), nullable=False),
        sa.Column("following", sa.Date(), nullable=False),
        sa.Column("early", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("zone", "digest_at", name=op.f("pk_sweeps")),
    )
    op.create_table(
        "throttles",
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttles")),
    )
    with op.batch_alter_table("throttles", schema=None) as batch_op:
        batch_op.create_index("ix_throttles_since", ["since"], unique=False)

    op.create_table(
        "offers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("length", sa.String(length=40), nullable=False),
        sa.Column("billing", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_offers_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sa.UniqueConstraint("product_id", "length", "billing", name=op.f("uq_offers_product_id_length_billing")),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("tenant", sa.Text(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("digest_at", sa.String(length=5), nullable=True),
        sa.Column("active_users", sa.Integer(), nullable=True),
        sa.Column("last_active_on", sa.Date(), nullable=True),
        sa.Column("figures_on", sa.Date(), nullable=True),
        sa.Column("contact", sa.String(length=320), nullable=True),
        sa.Column("activation", sa.String(length=40), server_default="not-invited", nullable=False),
        sa.Column("activated_at", Moment(), nullable=True),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("supplier", sa.String(length=40), nullable=True),
        sa.Column("industry", sa.String(length=40), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["invited_by"], ["people.id"], name=op.f("fk_organisations_invited_by")),
        sa.ForeignKeyConstraint(["parent_id"], ["organisations.id"], name=op.f("fk_organisations_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("number", name=op.f("uq_organisations_number")),
    )
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.create_index("ix_organisations_contact", ["contact"], unique=False)
        batch_op.create_index("ix_organisations_folded", ["folded"], unique=False)
        batch_op.create_index("ix_organisations_parent_id", ["parent_id"], unique=False)
        batch_op.create_index("ix_organisations_zone", ["zone"], unique=False)

    op.create_table(
        "passwords",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.String(length=255), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_passwords_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_passwords")),
    )
    op.create_table(
        "product_changes",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("direction", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_product_changes_product_id")),
        sa.ForeignKeyConstraint(["target_id"], ["products.id"], name=op.f("fk_product_changes_target_id")),
        sa.PrimaryKeyConstraint("product_id", "target_id", name=op.f("pk_product_changes")),
    )
    op.create_table(
        "product_words",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("folded", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_product_words_product_id")),
        sa.PrimaryKeyConstraint("product_id", "word", name=op.f("pk_product_words")),
    )
    with op.batch_alter_table("product_words", schema=None) as batch_op:
        batch_op.create_index("ix_product_words_word", ["word", "folded", "product_id"], unique=False)

    op.create_table(
        "sessions",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sessions_person_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sessions")),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index("ix_sessions_expires_at", ["expires_at"], unique=False)
        batch_op.create_index("ix_sessions_person_id", ["person_id"], unique=False)

    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.String(length=400), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_ins_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index("ix_sign_ins_email", ["email", "at"], unique=False)

    op.create_table(
        "admin_requests",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("asked_for", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_admin_requests_asked_by")),
        sa.ForeignKeyConstraint(["asked_for"], ["organisations.id"], name=op.f("fk_admin_requests_asked_for")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_admin_requests_decided_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_admin_requests_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "asked_for", name=op.f("pk_admin_requests")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("actor", sa.String(length=400), nullable=False),
        sa.Column("origin", sa.String(length=120), nullable=False),
        sa.Column("command", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("seal", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_audit_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_audit_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("position", name=op.f("uq_audit_position")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_organisation_id", ["organisation_id", "at"], unique=False)
        batch_op.create_index("ix_audit_position", ["position", "at"], unique=False)

    op.create_table(
        "contacts",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("url", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_contacts_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "kind", name=op.f("pk_contacts")),
    )
    op.create_table(
        "domains",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("domain", sa.String(length=255), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_domains_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "domain", name=op.f("pk_domains")),
    )
    with op.batch_alter_table("domains", schema=None) as batch_op:
        batch_op.create_index("ix_domains_domain", ["domain"], unique=False)

    op.create_table(
        "files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("recipe", sa.Text(), nullable=True),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.CheckConstraint("(content IS NULL) <> (recipe IS NULL)", name=op.f("ck_files_content_or_recipe")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_files_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_files_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
    )
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.create_index("ix_files_expires_at", ["expires_at"], unique=False)

    op.create_table(
        "grants",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("called", sa.String(length=200), nullable=True),
        sa.Column("granted_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_grants_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_grants_person_id")),
        sa.PrimaryKeyConstraint("person_id", "organisation_id", name=op.f("pk_grants")),
    )
    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.create_index("ix_grants_organisation_id", ["organisation_id"], unique=False)

    op.create_table(
        "guises",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.String(length=320), nullable=False),
        sa.Column("began_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_guises_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_guises_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guises")),
        sa.UniqueConstraint("person_id", name=op.f("uq_guises_person_id")),
    )
    with op.batch_alter_table("guises", schema=None) as batch_op:
        batch_op.create_index("ix_guises_ends_at", ["ends_at"], unique=False)

    op.create_table(
        "installations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("team", sa.String(length=120), nullable=False),
        sa.Column("bot", sa.String(length=120), nullable=False),
        sa.Column("root_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("heard_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["root_id"], ["organisations.id"], name=op.f("fk_installations_root_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installations")),
        sa.UniqueConstraint("platform", "team", name=op.f("uq_installations_platform_team")),
    )
    op.create_table(
        "ladders",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("lead", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_ladders_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "lead", name=op.f("pk_ladders")),
    )
    op.create_table(
        "licence_servers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("activated_at", Moment(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_licence_servers_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence_servers")),
    )
    with op.batch_alter_table("licence_servers", schema=None) as batch_op:
        batch_op.create_index(
            "ix_licence_servers_organisation_id",
            ["organisation_id", "folded"],
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )

    op.create_table(
        "lineage",
        sa.Column("ancestor", sa.Uuid(), nullable=False),
        sa.Column("descendant", sa.Uuid(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ancestor"], ["organisations.id"], name=op.f("fk_lineage_ancestor")),
        sa.ForeignKeyConstraint(["descendant"], ["organisations.id"], name=op.f("fk_lineage_descendant")),
        sa.PrimaryKeyConstraint("ancestor", "descendant", name=op.f("pk_lineage")),
    )
    with op.batch_alter_table("lineage", schema=None) as batch_op:
        batch_op.create_index("ix_lineage_descendant", ["descendant", "depth"], unique=False)

    op.create_table(
        "links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_links_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("purpose", "subject_id", name=op.f("uq_links_purpose_subject_id")),
    )
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.create_index("ix_links_expires_at", ["expires_at"], unique=False)

    op.create_table(
        "mails",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("breakdowns", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("not_before", Moment(), nullable=False),
        sa.Column("claimed_until", Moment(), nullable=True),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("recipient", sa.String(length=320), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("repeat", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_mails_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("key", name=op.f("uq_mails_key")),
    )
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.create_index(
            "ix_mails_open",
            ["created_at", "key"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )

    op.create_table(
        "package_limits",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("package", sa.String(length=40), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_package_limits_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "package", name=op.f("pk_package_limits")),
    )
    op.create_table(
        "plans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("asker_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("done_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["asker_id"], ["people.id"], name=op.f("fk_plans_asker_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_plans_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
    )
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.create_index("ix_plans_made_at", ["made_at"], unique=False)

    op.create_table(
        "prices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("unit_price", Micros(), nullable=False),
        sa.Column("min_seats", sa.Integer(), nullable=True),
        sa.Column("max_seats", sa.Integer(), nullable=True),
        sa.Column("valid_from", Moment(), nullable=False),
        sa.Column("valid_to", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_prices_offer_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_prices_product_id")),
        sa.ForeignKeyConstraint(["seller_id"], ["organisations.id"], name=op.f("fk_prices_seller_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prices")),
        sa.UniqueConstraint(
            "seller_id",
            "offer_id",
            "country",
            "currency",
            "valid_from",
            name=op.f("uq_prices_seller_id_offer_id_country_currency_valid_from"),
        ),
    )
    with op.batch_alter_table("prices", schema=None) as batch_op:
        batch_op.create_index(
            "ix_prices_seller_id",
            ["seller_id", "country", "currency", "product_id", "valid_from", "valid_to"],
            unique=False,
        )

    op.create_table(
        "provisionings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("contact", sa.String(length=320), nullable=False),
        sa.Column("customer_name", sa.Text(), nullable=True),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("for_whom", sa.String(length=40), nullable=True),
        sa.Column("delegate", sa.String(length=320), nullable=True),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("draft", sa.Text(), server_default="{}", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("held_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["organisations.id"], name=op.f("fk_provisionings_customer_id")),
        sa.ForeignKeyConstraint(["held_by"], ["people.id"], name=op.f("fk_provisionings_held_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_provisionings_organisation_id")
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["organisations.id"], name=op.f("fk_provisionings_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provisionings")),
        sa.UniqueConstraint("number", name=op.f("uq_provisionings_number")),
        sa.UniqueConstraint("organisation_id", "reference", name=op.f("uq_provisionings_organisation_id_reference")),
    )
    with op.batch_alter_table("provisionings", schema=None) as batch_op:
        batch_op.create_index("ix_provisionings_delegate", ["delegate"], unique=False)
        batch_op.create_index("ix_provisionings_state", ["state", "due_on"], unique=False)

    op.create_table(
        "questions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("asker_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["asker_id"], ["people.id"], name=op.f("fk_questions_asker_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_questions_organisation_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["organisations.id"], name=op.f("fk_questions_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("number", name=op.f("uq_questions_number")),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index("ix_questions_organisation_id", ["organisation_id", "asked_at"], unique=False)
        batch_op.create_index("ix_questions_supplier_id", ["supplier_id", "answered_at", "asked_at"], unique=False)

    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("unit_price", Micros(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("payment", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("anchor_day", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("end_of_term", sa.String(length=40), nullable=False),
        sa.Column("scheduled_seats", sa.Integer(), nullable=True),
        sa.Column("next_offer_id", sa.Uuid(), nullable=True),
        sa.Column("extended_from", sa.Uuid(), nullable=True),
        sa.Column("cancelled_at", Moment(), nullable=True),
        sa.Column("price_is_old", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.CheckConstraint("seats > 0", name=op.f("ck_subscriptions_seats")),
        sa.ForeignKeyConstraint(["extended_from"], ["offers.id"], name=op.f("fk_subscriptions_extended_from")),
        sa.ForeignKeyConstraint(["next_offer_id"], ["offers.id"], name=op.f("fk_subscriptions_next_offer_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_subscriptions_offer_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_subscriptions_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("number", name=op.f("uq_subscriptions_number")),
        sa.UniqueConstraint("organisation_id", "reference", name=op.f("uq_subscriptions_organisation_id_reference")),
    )
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_subscriptions_ends_on",
            [
                "ends_on",
                "status",
                "starts_on",
                "organisation_id",
                "offer_id",
                "end_of_term",
                "scheduled_seats",
                "next_offer_id",
                "id",
            ],
            unique=False,
        )
        batch_op.create_index("ix_subscriptions_folded", ["folded"], unique=False)
        batch_op.create_index("ix_subscriptions_organisation_id", ["organisation_id", "folded"], unique=False)

    op.create_table(
        "thresholds",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("amount", Micros(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("kinds", sa.String(length=200), server_default="", nullable=False),
        sa.Column("break_glass", sa.Boolean(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_thresholds_organisation_id")),
        sa.ForeignKeyConstraint(["set_by"], ["people.id"], name=op.f("fk_thresholds_set_by")),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_thresholds")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("login", sa.String(length=320), nullable=False),
        sa.Column("notify", sa.String(length=320), nullable=True),
        sa.Column("staff", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=True),
        sa.Column("postal_code", sa.String(length=20), nullable=True),
        sa.Column("city", sa.String(length=120), nullable=True),
        sa.Column("region", sa.String(length=120), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("moved_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_users_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("organisation_id", "login", name=op.f("uq_users_organisation_id_login")),
    )
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.create_index("ix_users_login", ["login"], unique=False)
        batch_op.create_index("ix_users_organisation_id", ["organisation_id", "folded", "id"], unique=False)
        batch_op.create_index("ix_users_status", ["organisation_id", "status", "folded", "id"], unique=False)

    op.create_table(
        "wholesale_customers",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=True),
        sa.Column("postal_code", sa.String(length=20), nullable=True),
        sa.Column("city", sa.String(length=120), nullable=True),
        sa.Column("region", sa.String(length=120), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("site", sa.String(length=255), nullable=True),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_wholesale_customers_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_wholesale_customers")),
    )
    op.create_table(
        "assignments",
        sa.Column("subscription_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("assigned_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"], name=op.f("fk_assignments_subscription_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_assignments_user_id")),
        sa.PrimaryKeyConstraint("subscription_id", "user_id", name=op.f("pk_assignments")),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index("ix_assignments_user_id", ["user_id"], unique=False)

    op.create_table(
        "batches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("unit_price", Micros(), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
        sa.CheckConstraint("seats >= 0", name=op.f("ck_batches_seats")),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"], name=op.f("fk_batches_subscription_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
    )
    with op.batch_alter_table("batches", schema=None) as batch_op:
        batch_op.create_index("ix_batches_added_at", ["added_at"], unique=False)
        batch_op.create_index("ix_batches_subscription_id", ["subscription_id", "added_at"], unique=False)

    op.create_table(
        "bindings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("installation_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=160), nullable=False),
        sa.Column("title", sa.String(length=160), server_default="", nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("bound_by", sa.Uuid(), nullable=False),
        sa.Column("bound_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["bound_by"], ["people.id"], name=op.f("fk_bindings_bound_by")),
        sa.ForeignKeyConstraint(["installation_id"], ["installations.id"], name=op.f("fk_bindings_installation_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_bindings_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bindings")),
        sa.UniqueConstraint("installation_id", "channel", name=op.f("uq_bindings_installation_id_channel")),
    )
    with op.batch_alter_table("bindings", schema=None) as batch_op:
        batch_op.create_index("ix_bindings_organisation_id", ["organisation_id"], unique=False)

    op.create_table(
        "cares",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("let_be", sa.Boolean(), nullable=False),
        sa.Column("term_ends_on", sa.Date(), nullable=False),
        sa.Column("keeps_seats_of", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_cares_organisation_id")),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"], name=op.f("fk_cares_subscription_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["people.id"], name=op.f("fk_cares_taken_by")),
        sa.PrimaryKeyConstraint("organisation_id", "subscription_id", name=op.f("pk_cares")),
    )
    op.create_table(
        "identities",
        sa.Column("installation_id", sa.Uuid(), nullable=False),
        sa.Column("account", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("standing", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("vouched_at", Moment(), nullable=False),
        sa.Column("proved_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["installation_id"], ["installations.id"], name=op.f("fk_identities_installation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_identities_person_id")),
        sa.PrimaryKeyConstraint("installation_id", "account", name=op.f("pk_identities")),
    )
    with op.batch_alter_table("identities", schema=None) as batch_op:
        batch_op.create_index("ix_identities_person_id", ["person_id"], unique=False)

    op.create_table(
        "inbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("breakdowns", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("not_before", Moment(), nullable=False),
        sa.Column("claimed_until", Moment(), nullable=True),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("installation_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["installation_id"], ["installations.id"], name=op.f("fk_inbox_installation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("key", name=op.f("uq_inbox_key")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_inbox_open",
            ["created_at", "key"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )

    op.create_table(
        "kms_moves",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), nullable=False),
        sa.Column("devices", sa.Integer(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("renewed_on", sa.Date(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_kms_moves_organisation_id")),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"], name=op.f("fk_kms_moves_subscription_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kms_moves")),
        sa.UniqueConstraint("subscription_id", name=op.f("uq_kms_moves_subscription_id")),
    )
    with op.batch_alter_table("kms_moves", schema=None) as batch_op:
        batch_op.create_index("ix_kms_moves_organisation_id", ["organisation_id"], unique=False)
        batch_op.create_index("ix_kms_moves_renewed_on", ["renewed_on"], unique=False)

    op.create_table(
        "locations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("provisioning_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("postal_code", sa.String(length=20), nullable=True),
        sa.Column("city", sa.String(length=120), nullable=False),
        sa.Column("district", sa.String(length=120), nullable=True),
        sa.Column("region", sa.String(length=120), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_locations_organisation_id")),
        sa.ForeignKeyConstraint(["provisioning_id"], ["provisionings.id"], name=op.f("fk_locations_provisioning_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locations")),
        sa.UniqueConstraint("organisation_id", "folded", name=op.f("uq_locations_organisation_id_folded")),
    )
    with op.batch_alter_table("locations", schema=None) as batch_op:
        batch_op.create_index(
            "ix_locations_main",
            ["organisation_id"],
            unique=True,
            sqlite_where=sa.text("is_main"),
            postgresql_where=sa.text("is_main"),
        )

    op.create_table(
        "mutes",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), nullable=False),
        sa.Column("advice", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("muted_by", sa.Uuid(), nullable=False),
        sa.Column("muted_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["muted_by"], ["people.id"], name=op.f("fk_mutes_muted_by")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_mutes_organisation_id")),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"], name=op.f("fk_mutes_subscription_id")),
        sa.PrimaryKeyConstraint("organisation_id", "subscription_id", "advice", name=op.f("pk_mutes")),
    )
    op.create_table(
        "orders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), nullable=True),
        sa.Column("asker_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("seats_before", sa.Integer(), nullable=False),
        sa.Column("seats_after", sa.Integer(), nullable=False),
        sa.Column("amount", Micros(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("installation_id", sa.Uuid(), nullable=False),
        sa.Column("account", sa.String(length=120), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("payment", sa.String(length=40), nullable=True),
        sa.Column("supplier", sa.String(length=40), server_default="tables", nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=True),
        sa.Column("supplied", sa.Integer(), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("drafted_at", Moment(), nullable=False),
        sa.Column("placed_at", Moment(), nullable=True),
        sa.Column("asked_at", Moment(), nullable=True),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.Column("claimed_until", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["asker_id"], ["people.id"], name=op.f("fk_orders_asker_id")),
        sa.ForeignKeyConstraint(["installation_id"], ["installations.id"], name=op.f("fk_orders_installation_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_orders_offer_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_orders_organisation_id")),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"], name=op.f("fk_orders_subscription_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("number", name=op.f("uq_orders_number")),
    )
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index("ix_orders_organisation_id", ["organisation_id", "number"], unique=False)
        batch_op.create_index("ix_orders_state", ["state", "claimed_until"], unique=False)
        batch_op.create_index("ix_orders_subscription_id", ["subscription_id", "state"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("breakdowns", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("not_before", Moment(), nullable=False),
        sa.Column("claimed_until", Moment(), nullable=True),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("installation_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sent_as", sa.String(length=160), nullable=True),
        sa.Column("repeat", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["installation_id"], ["installations.id"], name=op.f("fk_outbox_installation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_channel", ["installation_id", "channel", "settled_at", "created_at"], unique=False
        )
        batch_op.create_index(
            "ix_outbox_in_flight",
            ["installation_id", "channel"],
            unique=True,
            sqlite_where=sa.text("state = 'claimed'"),
            postgresql_where=sa.text("state = 'claimed'"),
        )
        batch_op.create_index(
            "ix_outbox_open",
            ["created_at", "key"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )

    op.create_table(
        "product_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("bits", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("hint", sa.String(length=5), nullable=False),
        sa.Column("blind", sa.LargeBinary(length=16), nullable=False),
        sa.Column("activations", sa.Integer(), nullable=True),
        sa.Column("link", sa.LargeBinary(), nullable=True),
        sa.Column("link_kind", sa.String(length=20), nullable=True),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_product_keys_organisation_id")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_product_keys_product_id")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscriptions.id"], name=op.f("fk_product_keys_subscription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_keys")),
        sa.UniqueConstraint("blind", name=op.f("uq_product_keys_blind")),
    )
    with op.batch_alter_table("product_keys", schema=None) as batch_op:
        batch_op.create_index(
            "ix_product_keys_organisation_id", ["organisation_id", "product_id", "version"], unique=False
        )
        batch_op.create_index("ix_product_keys_subscription_id", ["subscription_id"], unique=False)

    op.create_table(
        "provisioning_handings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provisioning_id", sa.Uuid(), nullable=False),
        sa.Column("handed_to", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("in_chat", sa.Boolean(), nullable=False),
        sa.Column("handed_by", sa.Uuid(), nullable=False),
        sa.Column("handed_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["handed_by"], ["people.id"], name=op.f("fk_provisioning_handings_handed_by")),
        sa.ForeignKeyConstraint(
            ["provisioning_id"], ["provisionings.id"], name=op.f("fk_provisioning_handings_provisioning_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provisioning_handings")),
    )
    with op.batch_alter_table("provisioning_handings", schema=None) as batch_op:
        batch_op.create_index(
            "ix_provisioning_handings_provisioning_id", ["provisioning_id", "handed_at"], unique=False
        )

    op.create_table(
        "provisioning_lines",
        sa.Column("provisioning_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("licences", sa.Integer(), nullable=False),
        sa.CheckConstraint("licences > 0", name=op.f("ck_provisioning_lines_licences")),
        sa.ForeignKeyConstraint(
            ["provisioning_id"], ["provisionings.id"], name=op.f("fk_provisioning_lines_provisioning_id")
        ),
        sa.PrimaryKeyConstraint("provisioning_id", "position", name=op.f("pk_provisioning_lines")),
    )
    op.create_table(
        "provisioning_reminders",
        sa.Column("provisioning_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provisioning_id"], ["provisionings.id"], name=op.f("fk_provisioning_reminders_provisioning_id")
        ),
        sa.PrimaryKeyConstraint("provisioning_id", "place", "rule", name=op.f("pk_provisioning_reminders")),
    )
    with op.batch_alter_table("provisioning_reminders", schema=None) as batch_op:
        batch_op.create_index("ix_provisioning_reminders_digest", ["digest"], unique=False)

    op.create_table(
        "provisioning_snoozes",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("provisioning_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_provisioning_snoozes_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["provisioning_id"], ["provisionings.id"], name=op.f("fk_provisioning_snoozes_provisioning_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "provisioning_id", name=op.f("pk_provisioning_snoozes")),
    )
    op.create_table(
        "sites",
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("provisioning_id", sa.Uuid(), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("early", sa.Boolean(), nullable=False),
        sa.Column("licences", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_sites_organisation_id")),
        sa.ForeignKeyConstraint(["provisioning_id"], ["provisionings.id"], name=op.f("fk_sites_provisioning_id")),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_sites")),
    )
    with op.batch_alter_table("sites", schema=None) as batch_op:
        batch_op.create_index("ix_sites_organisation_id", ["organisation_id"], unique=False)

    op.create_table(
        "terms",
        sa.Column("subscription_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("unit_price", Micros(), nullable=False),
        sa.Column("price_is_old", sa.Boolean(), nullable=False),
        sa.Column("renewed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"], name=op.f("fk_terms_subscription_id")),
        sa.PrimaryKeyConstraint("subscription_id", "starts_on", name=op.f("pk_terms")),
    )
    op.create_table(
        "user_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("installation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("account", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("replaces", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("settled", sa.Integer(), nullable=False),
        sa.Column("removals", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("unread", sa.Text(), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.Column("tally", sa.Text(), nullable=True),
        sa.Column("planned_at", Moment(), nullable=False),
        sa.Column("confirmed_at", Moment(), nullable=True),
        sa.Column("done_at", Moment(), nullable=True),
        sa.Column("claimed_until", Moment(), nullable=True),
        sa.Column("told_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["installation_id"], ["installations.id"], name=op.f("fk_user_runs_installation_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_user_runs_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_user_runs_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_runs")),
        sa.UniqueConstraint("number", name=op.f("uq_user_runs_number")),
    )
    with op.batch_alter_table("user_runs", schema=None) as batch_op:
        batch_op.create_index("ix_user_runs_organisation_id", ["organisation_id", "state"], unique=False)
        batch_op.create_index("ix_user_runs_state", ["state", "claimed_until"], unique=False)

    op.create_table(
        "user_words",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("folded", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_user_words_organisation_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_user_words_user_id")),
        sa.PrimaryKeyConstraint("user_id", "word", name=op.f("pk_user_words")),
    )
    with op.batch_alter_table("user_words", schema=None) as batch_op:
        batch_op.create_index(
            "ix_user_words_organisation_id", ["organisation_id", "word", "folded", "user_id"], unique=False
        )

    op.create_table(
        "approvals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_approvals_decided_by")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_approvals_order_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_approvals_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
        sa.UniqueConstraint("order_id", name=op.f("uq_approvals_order_id")),
    )
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.create_index("ix_approvals_organisation_id", ["organisation_id", "state"], unique=False)
        batch_op.create_index("ix_approvals_state", ["state", "expires_at"], unique=False)

    op.create_table(
        "carts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("payment", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("account", sa.Text(), server_default="{}", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by"], ["people.id"], name=op.f("fk_carts_changed_by")),
        sa.ForeignKeyConstraint(["opened_by"], ["people.id"], name=op.f("fk_carts_opened_by")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_carts_order_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_carts_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carts")),
    )
    with op.batch_alter_table("carts", schema=None) as batch_op:
        batch_op.create_index("ix_carts_organisation_id", ["organisation_id", "version"], unique=False)
        batch_op.create_index(
            "uq_carts_open",
            ["organisation_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "code_uses",
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("server_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["product_keys.id"], name=op.f("fk_code_uses_key_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_code_uses_person_id")),
        sa.ForeignKeyConstraint(["server_id"], ["licence_servers.id"], name=op.f("fk_code_uses_server_id")),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_code_uses")),
    )
    with op.batch_alter_table("code_uses", schema=None) as batch_op:
        batch_op.create_index("ix_code_uses_server_id", ["server_id"], unique=False)

    op.create_table(
        "downloads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("first_used_at", Moment(), nullable=True),
        sa.Column("reminded_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["key_id"], ["product_keys.id"], name=op.f("fk_downloads_key_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_downloads_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_downloads_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_downloads")),
        sa.UniqueConstraint("key_id", "person_id", name=op.f("uq_downloads_key_id_person_id")),
    )
    with op.batch_alter_table("downloads", schema=None) as batch_op:
        batch_op.create_index("ix_downloads_first_used_at", ["first_used_at"], unique=False)

    op.create_table(
        "fulfilments",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("unwanted_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["people.id"], name=op.f("fk_fulfilments_answered_by")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_fulfilments_order_id")),
        sa.ForeignKeyConstraint(["seller_id"], ["organisations.id"], name=op.f("fk_fulfilments_seller_id")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_fulfilments")),
    )
    with op.batch_alter_table("fulfilments", schema=None) as batch_op:
        batch_op.create_index("ix_fulfilments_seller_id", ["seller_id", "answered_at"], unique=False)

    op.create_table(
        "kms_snoozes",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("move_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["move_id"], ["kms_moves.id"], name=op.f("fk_kms_snoozes_move_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_kms_snoozes_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "move_id", name=op.f("pk_kms_snoozes")),
    )
    with op.batch_alter_table("kms_snoozes", schema=None) as batch_op:
        batch_op.create_index("ix_kms_snoozes_move_id", ["move_id"], unique=False)

    op.create_table(
        "order_events",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_events_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_order_events_person_id")),
        sa.PrimaryKeyConstraint("order_id", "state", name=op.f("pk_order_events")),
    )
    op.create_table(
        "order_lines",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("unit_price", Micros(), nullable=False),
        sa.Column("amount", Micros(), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), nullable=True),
        sa.Column("supplied", sa.Integer(), nullable=True),
        sa.CheckConstraint("seats > 0", name=op.f("ck_order_lines_seats")),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_order_lines_offer_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_lines_order_id")),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"], name=op.f("fk_order_lines_subscription_id")),
        sa.PrimaryKeyConstraint("order_id", "position", name=op.f("pk_order_lines")),
    )
    op.create_table(
        "provisioning_visits",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("handing_id", sa.Uuid(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["handing_id"], ["provisioning_handings.id"], name=op.f("fk_provisioning_visits_handing_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_provisioning_visits_person_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_provisioning_visits")),
    )
    with op.batch_alter_table("provisioning_visits", schema=None) as batch_op:
        batch_op.create_index("ix_provisioning_visits_expires_at", ["expires_at"], unique=False)
        batch_op.create_index("ix_provisioning_visits_handing_id", ["handing_id"], unique=False)

    op.create_table(
        "reminders",
        sa.Column("binding_id", sa.Uuid(), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(length=160), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["binding_id"], ["bindings.id"], name=op.f("fk_reminders_binding_id")),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"], name=op.f("fk_reminders_subscription_id")),
        sa.PrimaryKeyConstraint("binding_id", "subscription_id", "rule", "on_date", name=op.f("pk_reminders")),
    )
    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.create_index("ix_reminders_digest", ["digest"], unique=False)
        batch_op.create_index(
            "ix_reminders_open",
            ["binding_id", "digest"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )

    op.create_table(
        "reveals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_at", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("shown_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["key_id"], ["product_keys.id"], name=op.f("fk_reveals_key_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_reveals_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reveals_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reveals")),
    )
    with op.batch_alter_table("reveals", schema=None) as batch_op:
        batch_op.create_index("ix_reveals_key_id", ["key_id", "granted_at"], unique=False)
        batch_op.create_index("ix_reveals_person_id", ["person_id", "granted_at"], unique=False)

    op.create_table(
        "tenants",
        sa.Column("domain", sa.String(length=255), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("claimed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_tenants_order_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_tenants_organisation_id")),
        sa.PrimaryKeyConstraint("domain", name=op.f("pk_tenants")),
    )
    with op.batch_alter_table("tenants", schema=None) as batch_op:
        batch_op.create_index("ix_tenants_organisation_id", ["organisation_id"], unique=False)

    op.create_table(
        "user_run_pieces",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["user_runs.id"], name=op.f("fk_user_run_pieces_run_id")),
        sa.PrimaryKeyConstraint("run_id", "number", name=op.f("pk_user_run_pieces")),
    )
    op.create_table(
        "user_run_rows",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["user_runs.id"], name=op.f("fk_user_run_rows_run_id")),
        sa.PrimaryKeyConstraint("run_id", "row", name=op.f("pk_user_run_rows")),
    )
    with op.batch_alter_table("user_run_rows", schema=None) as batch_op:
        batch_op.create_index("ix_user_run_rows_settled", ["run_id", "settled", "turn", "row"], unique=False)

    op.create_table(
        "wholesale_users",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("package", sa.String(length=40), nullable=True),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("extension", sa.String(length=10), nullable=True),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("site", sa.String(length=255), nullable=True),
        sa.Column("messaging", sa.Boolean(), nullable=False),
        sa.Column("meeting", sa.Boolean(), nullable=False),
        sa.Column("calling", sa.Boolean(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_wholesale_users_location_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_wholesale_users_organisation_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_wholesale_users_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_wholesale_users")),
        sa.UniqueConstraint("number", name=op.f("uq_wholesale_users_number")),
        sa.UniqueConstraint(
            "organisation_id",
            "extension",
            "location_id",
            name=op.f("uq_wholesale_users_organisation_id_extension_location_id"),
        ),
    )
    with op.batch_alter_table("wholesale_users", schema=None) as batch_op:
        batch_op.create_index("ix_wholesale_users_organisation_id", ["organisation_id", "package"], unique=False)

    op.create_table(
        "cart_lines",
        sa.Column("cart_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("unit_price", Micros(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
        sa.CheckConstraint("seats > 0", name=op.f("ck_cart_lines_seats")),
        sa.ForeignKeyConstraint(["added_by"], ["people.id"], name=op.f("fk_cart_lines_added_by")),
        sa.ForeignKeyConstraint(["cart_id"], ["carts.id"], name=op.f("fk_cart_lines_cart_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_cart_lines_offer_id")),
        sa.PrimaryKeyConstraint("cart_id", "offer_id", name=op.f("pk_cart_lines")),
    )


def downgrade() -> None:
    op.drop_table("cart_lines")
    with op.batch_alter_table("wholesale_users", schema=None) as batch_op:
        batch_op.drop_index("ix_wholesale_users_organisation_id")

    op.drop_table("wholesale_users")
    with op.batch_alter_table("user_run_rows", schema=None) as batch_op:
        batch_op.drop_index("ix_user_run_rows_settled")

    op.drop_table("user_run_rows")
    op.drop_table("user_run_pieces")
    with op.batch_alter_table("tenants", schema=None) as batch_op:
        batch_op.drop_index("ix_tenants_organisation_id")

    op.drop_table("tenants")
    with op.batch_alter_table("reveals", schema=None) as batch_op:
        batch_op.drop_index("ix_reveals_person_id")
        batch_op.drop_index("ix_reveals_key_id")

    op.drop_table("reveals")
    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_reminders_open",
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )
        batch_op.drop_index("ix_reminders_digest")

    op.drop_table("reminders")
    with op.batch_alter_table("provisioning_visits", schema=None) as batch_op:
        batch_op.drop_index("ix_provisioning_visits_handing_id")
        batch_op.drop_index("ix_provisioning_visits_expires_at")

    op.drop_table("provisioning_visits")
    op.drop_table("order_lines")
    op.drop_table("order_events")
    with op.batch_alter_table("kms_snoozes", schema=None) as batch_op:
        batch_op.drop_index("ix_kms_snoozes_move_id")

    op.drop_table("kms_snoozes")
    with op.batch_alter_table("fulfilments", schema=None) as batch_op:
        batch_op.drop_index("ix_fulfilments_seller_id")

    op.drop_table("fulfilments")
    with op.batch_alter_table("downloads", schema=None) as batch_op:
        batch_op.drop_index("ix_downloads_first_used_at")

    op.drop_table("downloads")
    with op.batch_alter_table("code_uses", schema=None) as batch_op:
        batch_op.drop_index("ix_code_uses_server_id")

    op.drop_table("code_uses")
    with op.batch_alter_table("carts", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_carts_open", sqlite_where=sa.text("closed_at IS NULL"), postgresql_where=sa.text("closed_at IS NULL")
        )
        batch_op.drop_index("ix_carts_organisation_id")

    op.drop_table("carts")
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.drop_index("ix_approvals_state")
        batch_op.drop_index("ix_approvals_organisation_id")

    op.drop_table("approvals")
    with op.batch_alter_table("user_words", schema=None) as batch_op:
        batch_op.drop_index("ix_user_words_organisation_id")

    op.drop_table("user_words")
    with op.batch_alter_table("user_runs", schema=None) as batch_op:
        batch_op.drop_index("ix_user_runs_state")
        batch_op.drop_index("ix_user_runs_organisation_id")

    op.drop_table("user_runs")
    op.drop_table("terms")
    with op.batch_alter_table("sites", schema=None) as batch_op:
        batch_op.drop_index("ix_sites_organisation_id")

    op.drop_table("sites")
    op.drop_table("provisioning_snoozes")
    with op.batch_alter_table("provisioning_reminders", schema=None) as batch_op:
        batch_op.drop_index("ix_provisioning_reminders_digest")

    op.drop_table("provisioning_reminders")
    op.drop_table("provisioning_lines")
    with op.batch_alter_table("provisioning_handings", schema=None) as batch_op:
        batch_op.drop_index("ix_provisioning_handings_provisioning_id")

    op.drop_table("provisioning_handings")
    with op.batch_alter_table("product_keys", schema=None) as batch_op:
        batch_op.drop_index("ix_product_keys_subscription_id")
        batch_op.drop_index("ix_product_keys_organisation_id")

    op.drop_table("product_keys")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_open", sqlite_where=sa.text("settled_at IS NULL"), postgresql_where=sa.text("settled_at IS NULL")
        )
        batch_op.drop_index(
            "ix_outbox_in_flight",
            sqlite_where=sa.text("state = 'claimed'"),
            postgresql_where=sa.text("state = 'claimed'"),
        )
        batch_op.drop_index("ix_outbox_channel")

    op.drop_table("outbox")
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_index("ix_orders_subscription_id")
        batch_op.drop_index("ix_orders_state")
        batch_op.drop_index("ix_orders_organisation_id")

    op.drop_table("orders")
    op.drop_table("mutes")
    with op.batch_alter_table("locations", schema=None) as batch_op:
        batch_op.drop_index("ix_locations_main", sqlite_where=sa.text("is_main"), postgresql_where=sa.text("is_main"))

    op.drop_table("locations")
    with op.batch_alter_table("kms_moves", schema=None) as batch_op:
        batch_op.drop_index("ix_kms_moves_renewed_on")
        batch_op.drop_index("ix_kms_moves_organisation_id")

    op.drop_table("kms_moves")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_inbox_open", sqlite_where=sa.text("settled_at IS NULL"), postgresql_where=sa.text("settled_at IS NULL")
        )

    op.drop_table("inbox")
    with op.batch_alter_table("identities", schema=None) as batch_op:
        batch_op.drop_index("ix_identities_person_id")

    op.drop_table("identities")
    op.drop_table("cares")
    with op.batch_alter_table("bindings", schema=None) as batch_op:
        batch_op.drop_index("ix_bindings_organisation_id")

    op.drop_table("bindings")
    with op.batch_alter_table("batches", schema=None) as batch_op:
        batch_op.drop_index("ix_batches_subscription_id")
        batch_op.drop_index("ix_batches_added_at")

    op.drop_table("batches")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_index("ix_assignments_user_id")

    op.drop_table("assignments")
    op.drop_table("wholesale_customers")
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_index("ix_users_status")
        batch_op.drop_index("ix_users_organisation_id")
        batch_op.drop_index("ix_users_login")

    op.drop_table("users")
    op.drop_table("thresholds")
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.drop_index("ix_subscriptions_organisation_id")
        batch_op.drop_index("ix_subscriptions_folded")
        batch_op.drop_index("ix_subscriptions_ends_on")

    op.drop_table("subscriptions")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_index("ix_questions_supplier_id")
        batch_op.drop_index("ix_questions_organisation_id")

    op.drop_table("questions")
    with op.batch_alter_table("provisionings", schema=None) as batch_op:
        batch_op.drop_index("ix_provisionings_state")
        batch_op.drop_index("ix_provisionings_delegate")

    op.drop_table("provisionings")
    with op.batch_alter_table("prices", schema=None) as batch_op:
        batch_op.drop_index("ix_prices_seller_id")

    op.drop_table("prices")
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.drop_index("ix_plans_made_at")

    op.drop_table("plans")
    op.drop_table("package_limits")
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_mails_open", sqlite_where=sa.text("settled_at IS NULL"), postgresql_where=sa.text("settled_at IS NULL")
        )

    op.drop_table("mails")
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.drop_index("ix_links_expires_at")

    op.drop_table("links")
    with op.batch_alter_table("lineage", schema=None) as batch_op:
        batch_op.drop_index("ix_lineage_descendant")

    op.drop_table("lineage")
    with op.batch_alter_table("licence_servers", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_licence_servers_organisation_id",
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )

    op.drop_table("licence_servers")
    op.drop_table("ladders")
    op.drop_table("installations")
    with op.batch_alter_table("guises", schema=None) as batch_op:
        batch_op.drop_index("ix_guises_ends_at")

    op.drop_table("guises")
    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.drop_index("ix_grants_organisation_id")

    op.drop_table("grants")
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.drop_index("ix_files_expires_at")

    op.drop_table("files")
    with op.batch_alter_table("domains", schema=None) as batch_op:
        batch_op.drop_index("ix_domains_domain")

    op.drop_table("domains")
    op.drop_table("contacts")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_position")
        batch_op.drop_index("ix_audit_organisation_id")

    op.drop_table("audit")
    op.drop_table("admin_requests")
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_ins_email")

    op.drop_table("sign_ins")
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_index("ix_sessions_person_id")
        batch_op.drop_index("ix_sessions_expires_at")

    op.drop_table("sessions")
    with op.batch_alter_table("product_words", schema=None) as batch_op:
        batch_op.drop_index("ix_product_words_word")

    op.drop_table("product_words")
    op.drop_table("product_changes")
    op.drop_table("passwords")
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_index("ix_organisations_zone")
        batch_op.drop_index("ix_organisations_parent_id")
        batch_op.drop_index("ix_organisations_folded")
        batch_op.drop_index("ix_organisations_contact")

    op.drop_table("organisations")
    op.drop_table("offers")
    with op.batch_alter_table("throttles", schema=None) as batch_op:
        batch_op.drop_index("ix_throttles_since")

    op.drop_table("throttles")
    op.drop_table("sweeps")
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.drop_index("ix_products_folded")
        batch_op.drop_index("ix_products_category")

    op.drop_table("products")
    op.drop_table("people")
    op.drop_table("lease")
    op.drop_table("heads")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index("ix_deliveries_at")

    op.drop_table("deliveries")
    op.drop_table("counters")
