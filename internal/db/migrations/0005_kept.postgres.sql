-- +goose Up

-- What no code path may forget is kept by the database itself: the epoch of an organisation, the copies of
-- privacy and ownership that rules read, the counters, links of members to their own candidate, append-only
-- records. The twin for the other engine stands beside this file; both make the same tables.

-- The epoch moves on every write that grants or takes.

-- +goose StatementBegin
CREATE FUNCTION bump_epoch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    UPDATE organizations SET epoch = epoch + 1 WHERE id = OLD.org_id;
  ELSE
    UPDATE organizations SET epoch = epoch + 1 WHERE id = NEW.org_id;
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_role_permissions AFTER INSERT OR DELETE OR UPDATE OF permission ON role_permissions FOR EACH ROW EXECUTE FUNCTION bump_epoch();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_roles AFTER DELETE OR UPDATE OF system ON roles FOR EACH ROW EXECUTE FUNCTION bump_epoch();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_members AFTER INSERT OR DELETE OR UPDATE OF role_id, status, access_since, person_id ON members FOR EACH ROW EXECUTE FUNCTION bump_epoch();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_hiring_team AFTER INSERT OR DELETE OR UPDATE OF team_role ON hiring_team FOR EACH ROW EXECUTE FUNCTION bump_epoch();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_positions AFTER DELETE OR UPDATE OF private ON positions FOR EACH ROW EXECUTE FUNCTION bump_epoch();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_approved_domains AFTER INSERT OR DELETE OR UPDATE OF is_primary ON approved_domains FOR EACH ROW EXECUTE FUNCTION bump_epoch();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_api_keys AFTER INSERT OR DELETE OR UPDATE OF permissions, revoked_at, expires_at ON api_keys FOR EACH ROW EXECUTE FUNCTION bump_epoch();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_interview_assignments AFTER INSERT OR DELETE OR UPDATE OF member_id ON interview_assignments FOR EACH ROW EXECUTE FUNCTION bump_epoch();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION bump_epoch_settings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.epoch := OLD.epoch + 1;
  RETURN NEW;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_settings BEFORE UPDATE OF owner_member_id, default_role_id, seal_feedback, second_reviewer ON organizations FOR EACH ROW EXECUTE FUNCTION bump_epoch_settings();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION bump_epoch_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE organizations SET epoch = epoch + 1 WHERE id IN (SELECT org_id FROM members WHERE person_id = NEW.id);
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER epoch_people AFTER UPDATE OF email_key, email_verified_at ON people FOR EACH ROW EXECUTE FUNCTION bump_epoch_people();
-- +goose StatementEnd

-- Nothing crosses organisations, and the copies that rules read are true.

-- +goose StatementBegin
CREATE FUNCTION guard_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM roles r WHERE r.id = NEW.role_id AND r.org_id = NEW.org_id) THEN
    RAISE EXCEPTION 'Role does not belong to this org' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_members BEFORE INSERT OR UPDATE OF role_id, org_id ON members FOR EACH ROW EXECUTE FUNCTION guard_members();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION guard_invitations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.role_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM roles r WHERE r.id = NEW.role_id AND r.org_id = NEW.org_id) THEN
    RAISE EXCEPTION 'Role does not belong to this org' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_invitations BEFORE INSERT OR UPDATE OF role_id, org_id ON invitations FOR EACH ROW EXECUTE FUNCTION guard_invitations();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION guard_hiring_team() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM positions p JOIN members m ON m.org_id = p.org_id WHERE p.id = NEW.position_id AND m.id = NEW.member_id AND p.org_id = NEW.org_id) THEN
    RAISE EXCEPTION 'hiring team of another organisation' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_hiring_team BEFORE INSERT OR UPDATE OF position_id, member_id, org_id ON hiring_team FOR EACH ROW EXECUTE FUNCTION guard_hiring_team();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION guard_phases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM positions p WHERE p.id = NEW.position_id AND p.org_id = NEW.org_id) THEN
    RAISE EXCEPTION 'phase of another organisation' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_phases BEFORE INSERT OR UPDATE OF position_id, org_id ON phases FOR EACH ROW EXECUTE FUNCTION guard_phases();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION guard_applications() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM positions p JOIN candidates c ON c.org_id = p.org_id WHERE p.id = NEW.position_id AND c.id = NEW.candidate_id AND p.org_id = NEW.org_id AND p.private = NEW.private AND coalesce(c.own_member_id, '') = coalesce(NEW.own_member_id, '')) THEN
    RAISE EXCEPTION 'application differs from its position or candidate' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_applications BEFORE INSERT OR UPDATE OF position_id, candidate_id, org_id, private, own_member_id ON applications FOR EACH ROW EXECUTE FUNCTION guard_applications();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION guard_applications_phase() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.phase_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM phases p WHERE p.id = NEW.phase_id AND p.position_id = NEW.position_id) THEN
    RAISE EXCEPTION 'phase of another position' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_applications_phase BEFORE INSERT OR UPDATE OF phase_id, position_id ON applications FOR EACH ROW EXECUTE FUNCTION guard_applications_phase();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION guard_interviews() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM applications a WHERE a.id = NEW.application_id AND a.org_id = NEW.org_id AND a.position_id = NEW.position_id AND a.private = NEW.private AND a.status = NEW.status AND coalesce(a.own_member_id, '') = coalesce(NEW.own_member_id, '')) THEN
    RAISE EXCEPTION 'interview differs from its application' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_interviews BEFORE INSERT OR UPDATE OF application_id, org_id, position_id, private, status, own_member_id ON interviews FOR EACH ROW EXECUTE FUNCTION guard_interviews();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION guard_scorecards() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM interviews i JOIN members m ON m.org_id = i.org_id WHERE i.id = NEW.interview_id AND m.id = NEW.author_id AND i.org_id = NEW.org_id AND i.position_id = NEW.position_id AND i.private = NEW.private AND i.status = NEW.status AND coalesce(i.own_member_id, '') = coalesce(NEW.own_member_id, '')) THEN
    RAISE EXCEPTION 'scorecard differs from its interview' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_scorecards BEFORE INSERT OR UPDATE OF interview_id, org_id, position_id, private, status, own_member_id, author_id ON scorecards FOR EACH ROW EXECUTE FUNCTION guard_scorecards();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION guard_interview_assignments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM interviews i JOIN members m ON m.org_id = i.org_id WHERE i.id = NEW.interview_id AND m.id = NEW.member_id AND i.org_id = NEW.org_id) THEN
    RAISE EXCEPTION 'assignment of another organisation' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guard_interview_assignments BEFORE INSERT OR UPDATE OF interview_id, member_id, org_id ON interview_assignments FOR EACH ROW EXECUTE FUNCTION guard_interview_assignments();
-- +goose StatementEnd

-- Copies follow their originals.

-- +goose StatementBegin
CREATE FUNCTION copy_position() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE applications SET private = NEW.private WHERE position_id = NEW.id;
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER copy_position AFTER UPDATE OF private ON positions FOR EACH ROW EXECUTE FUNCTION copy_position();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION copy_candidate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE applications SET own_member_id = NEW.own_member_id WHERE candidate_id = NEW.id;
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER copy_candidate AFTER UPDATE OF own_member_id ON candidates FOR EACH ROW EXECUTE FUNCTION copy_candidate();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION copy_application() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE interviews SET private = NEW.private, status = NEW.status, own_member_id = NEW.own_member_id, position_id = NEW.position_id WHERE application_id = NEW.id;
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER copy_application AFTER UPDATE OF private, status, own_member_id, position_id ON applications FOR EACH ROW EXECUTE FUNCTION copy_application();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION copy_interview() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE scorecards SET private = NEW.private, status = NEW.status, own_member_id = NEW.own_member_id, position_id = NEW.position_id WHERE interview_id = NEW.id;
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER copy_interview AFTER UPDATE OF private, status, own_member_id, position_id ON interviews FOR EACH ROW EXECUTE FUNCTION copy_interview();
-- +goose StatementEnd

-- Counters.

-- +goose StatementBegin
CREATE FUNCTION count_applications() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO application_counts (org_id, position_id, private, status, phase_id, n) VALUES (NEW.org_id, NEW.position_id, NEW.private, NEW.status, coalesce(NEW.phase_id, ''), 1)
    ON CONFLICT (org_id, position_id, private, status, phase_id) DO UPDATE SET n = application_counts.n + excluded.n;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO application_counts (org_id, position_id, private, status, phase_id, n) VALUES (OLD.org_id, OLD.position_id, OLD.private, OLD.status, coalesce(OLD.phase_id, ''), -1)
    ON CONFLICT (org_id, position_id, private, status, phase_id) DO UPDATE SET n = application_counts.n + excluded.n;
    INSERT INTO application_counts (org_id, position_id, private, status, phase_id, n) VALUES (NEW.org_id, NEW.position_id, NEW.private, NEW.status, coalesce(NEW.phase_id, ''), 1)
    ON CONFLICT (org_id, position_id, private, status, phase_id) DO UPDATE SET n = application_counts.n + excluded.n;
  END IF;
  IF TG_OP = 'DELETE' THEN
    INSERT INTO application_counts (org_id, position_id, private, status, phase_id, n) VALUES (OLD.org_id, OLD.position_id, OLD.private, OLD.status, coalesce(OLD.phase_id, ''), -1)
    ON CONFLICT (org_id, position_id, private, status, phase_id) DO UPDATE SET n = application_counts.n + excluded.n;
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER count_applications AFTER INSERT OR UPDATE OF position_id, private, status, phase_id OR DELETE ON applications FOR EACH ROW EXECUTE FUNCTION count_applications();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION count_candidate_applications() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    UPDATE candidates SET apps = apps + 1, open_apps = open_apps + CASE WHEN NEW.private THEN 0 ELSE 1 END,
    sight = CASE WHEN apps + 1 = 0 THEN 'none' WHEN open_apps + CASE WHEN NEW.private THEN 0 ELSE 1 END > 0 THEN 'open' ELSE 'private' END WHERE id = NEW.candidate_id;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    UPDATE candidates SET apps = apps - 1, open_apps = open_apps - CASE WHEN OLD.private THEN 0 ELSE 1 END,
    sight = CASE WHEN apps - 1 = 0 THEN 'none' WHEN open_apps - CASE WHEN OLD.private THEN 0 ELSE 1 END > 0 THEN 'open' ELSE 'private' END WHERE id = OLD.candidate_id;
    UPDATE candidates SET apps = apps + 1, open_apps = open_apps + CASE WHEN NEW.private THEN 0 ELSE 1 END,
    sight = CASE WHEN apps + 1 = 0 THEN 'none' WHEN open_apps + CASE WHEN NEW.private THEN 0 ELSE 1 END > 0 THEN 'open' ELSE 'private' END WHERE id = NEW.candidate_id;
  END IF;
  IF TG_OP = 'DELETE' THEN
    UPDATE candidates SET apps = apps - 1, open_apps = open_apps - CASE WHEN OLD.private THEN 0 ELSE 1 END,
    sight = CASE WHEN apps - 1 = 0 THEN 'none' WHEN open_apps - CASE WHEN OLD.private THEN 0 ELSE 1 END > 0 THEN 'open' ELSE 'private' END WHERE id = OLD.candidate_id;
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER count_candidate_applications AFTER INSERT OR UPDATE OF private, candidate_id OR DELETE ON applications FOR EACH ROW EXECUTE FUNCTION count_candidate_applications();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION count_candidates() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO candidate_counts (org_id, sight, n) VALUES (NEW.org_id, NEW.sight, 1)
    ON CONFLICT (org_id, sight) DO UPDATE SET n = candidate_counts.n + excluded.n;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO candidate_counts (org_id, sight, n) VALUES (OLD.org_id, OLD.sight, -1)
    ON CONFLICT (org_id, sight) DO UPDATE SET n = candidate_counts.n + excluded.n;
    INSERT INTO candidate_counts (org_id, sight, n) VALUES (NEW.org_id, NEW.sight, 1)
    ON CONFLICT (org_id, sight) DO UPDATE SET n = candidate_counts.n + excluded.n;
  END IF;
  IF TG_OP = 'DELETE' THEN
    INSERT INTO candidate_counts (org_id, sight, n) VALUES (OLD.org_id, OLD.sight, -1)
    ON CONFLICT (org_id, sight) DO UPDATE SET n = candidate_counts.n + excluded.n;
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER count_candidates AFTER INSERT OR UPDATE OF sight OR DELETE ON candidates FOR EACH ROW EXECUTE FUNCTION count_candidates();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION count_positions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO position_counts (org_id, private, status, n) VALUES (NEW.org_id, NEW.private, NEW.status, 1)
    ON CONFLICT (org_id, private, status) DO UPDATE SET n = position_counts.n + excluded.n;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO position_counts (org_id, private, status, n) VALUES (OLD.org_id, OLD.private, OLD.status, -1)
    ON CONFLICT (org_id, private, status) DO UPDATE SET n = position_counts.n + excluded.n;
    INSERT INTO position_counts (org_id, private, status, n) VALUES (NEW.org_id, NEW.private, NEW.status, 1)
    ON CONFLICT (org_id, private, status) DO UPDATE SET n = position_counts.n + excluded.n;
  END IF;
  IF TG_OP = 'DELETE' THEN
    INSERT INTO position_counts (org_id, private, status, n) VALUES (OLD.org_id, OLD.private, OLD.status, -1)
    ON CONFLICT (org_id, private, status) DO UPDATE SET n = position_counts.n + excluded.n;
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER count_positions AFTER INSERT OR UPDATE OF private, status OR DELETE ON positions FOR EACH ROW EXECUTE FUNCTION count_positions();
-- +goose StatementEnd

-- Own file: a candidate with the verified address of a member is that member. Links are made here and only taken
-- away by hand ('unlinked' is not linked again).

-- +goose StatementBegin
CREATE FUNCTION own_by_email() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE candidates SET own_how = 'email', own_member_id = (SELECT m.id FROM people p JOIN members m ON m.person_id = p.id
      WHERE p.email_key = NEW.email_key AND p.email_verified_at IS NOT NULL AND m.org_id = NEW.org_id ORDER BY m.id LIMIT 1)
    WHERE id = NEW.candidate_id AND own_how = '' AND EXISTS (SELECT 1 FROM people p JOIN members m ON m.person_id = p.id
      WHERE p.email_key = NEW.email_key AND p.email_verified_at IS NOT NULL AND m.org_id = NEW.org_id);
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER own_by_email AFTER INSERT OR UPDATE OF email_key ON candidate_emails FOR EACH ROW EXECUTE FUNCTION own_by_email();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION own_by_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE candidates SET own_how = 'email', own_member_id = (SELECT m.id FROM members m WHERE m.person_id = NEW.id AND m.org_id = candidates.org_id)
    WHERE own_how = '' AND NEW.email_verified_at IS NOT NULL
      AND id IN (SELECT e.candidate_id FROM candidate_emails e JOIN members m ON m.org_id = e.org_id AND m.person_id = NEW.id WHERE e.email_key = NEW.email_key);
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER own_by_person AFTER UPDATE OF email_key, email_verified_at ON people FOR EACH ROW EXECUTE FUNCTION own_by_person();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION own_by_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE candidates SET own_how = 'email', own_member_id = NEW.id
    WHERE own_how = '' AND org_id = NEW.org_id
      AND id IN (SELECT e.candidate_id FROM candidate_emails e JOIN people p ON p.email_key = e.email_key
        WHERE e.org_id = NEW.org_id AND p.id = NEW.person_id AND p.email_verified_at IS NOT NULL);
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER own_by_member AFTER INSERT ON members FOR EACH ROW EXECUTE FUNCTION own_by_member();
-- +goose StatementEnd

-- Records are append-only; lines go only after the thing they speak of is gone.

-- +goose StatementBegin
CREATE FUNCTION append_activity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT 1 FROM organizations o WHERE o.id = OLD.org_id) AND (OLD.application_id IS NULL OR EXISTS (SELECT 1 FROM applications a WHERE a.id = OLD.application_id)) AND (OLD.position_id IS NULL OR OLD.application_id IS NOT NULL OR EXISTS (SELECT 1 FROM positions p WHERE p.id = OLD.position_id)) AND (OLD.candidate_id IS NULL OR OLD.application_id IS NOT NULL OR EXISTS (SELECT 1 FROM candidates c WHERE c.id = OLD.candidate_id)) THEN
      RAISE EXCEPTION 'activity is append-only';
    END IF;
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'activity is append-only';
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER append_activity BEFORE UPDATE OR DELETE ON activity FOR EACH ROW EXECUTE FUNCTION append_activity();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION append_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT 1 FROM organizations o WHERE o.id = OLD.org_id) THEN
      RAISE EXCEPTION 'audit is append-only';
    END IF;
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'audit is append-only';
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER append_audit BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION append_audit();
-- +goose StatementEnd
