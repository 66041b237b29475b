-- +goose Up

-- A phase follows an interview template and ends in a feedback form of the organisation's library, each as it was when
-- it was chosen.
ALTER TABLE phases ADD COLUMN template_id {{id}} REFERENCES library_items(id);
ALTER TABLE phases ADD COLUMN template_revision {{int}} NOT NULL DEFAULT 0;
ALTER TABLE phases ADD COLUMN form_id {{id}} REFERENCES library_items(id);
ALTER TABLE phases ADD COLUMN form_revision {{int}} NOT NULL DEFAULT 0;
CREATE INDEX phases_template ON phases (template_id) WHERE template_id IS NOT NULL;
CREATE INDEX phases_form ON phases (form_id) WHERE form_id IS NOT NULL;
