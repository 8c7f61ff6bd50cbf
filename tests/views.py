"""Every view, and what it takes to reach it; held against the app by test_access."""

from chapter.access import ANYONE, SIGNED_IN, Permission

P = Permission

REACHED: dict[str, str] = {
    ANYONE: """
        healthz
        accounts: become enter link_sent send_again sign_in sign_out try_sign_in use_link
        courses: course courses occasion_ics
        factors: second second_options show_code show_passkey sign_in sign_in_options
        front: news one_news picture robots security sitemap your_data
        groups: answer answered
        handbook: about front help page paper standpoints
        home: front
        lookup: search
        media: file
        messages: demo
        resources: opened resource resources
        rights: ask_outside confirm confirmed send_outside sent_outside
        settings: colours
        signup: join sign_up visit
    """,
    SIGNED_IN: """
        accounts: change_me change_password me remove_password sign_out_everywhere
        courses: done interest no_interest not_done tick untick
        factors: add_app add_options add_passkey app ask_app ask_passkey make_codes own remove_app remove_passkey
        groups: ask change_meets group groups left meets not_now people person share welcome withdraw
        home: my_page
        readlog: mine
        resources: keep_near let_go
        rights: ask ask_to_be_erased erase file kind mine send stop stop_it take_back
        signup: connect no_place not_me
    """,
    P.CALLING_CALL: """
        calling: answer assignment assignment_instructions call claim instructions quick rang_back renew
            report_rang_back scan send skip take_break undo
        calling.practice: answer call quick send
    """,
    P.CALLING_LEAD: """
        leading: add_caller assignment assignments caller callers calls calls_csv change change_caller create edit
            new remove_caller report
    """,
    P.FLAGS_HANDLE: """
        flags: do_not_call flag handled inbox note numbers redact redact_for_good reopen reply take
    """,
    P.LEAVING_HANDLE: """
        flags: stays
        letters: back print_back write_back
        register: change_leaving_custom come_back has_left leaving leaving_custom leaving_of left note_time_is_out
            paid ring_leaving stay time_is_out
    """,
    P.DO_NOT_CALL_LIFT: """
        flags: lift
        register: do_not_call lift
    """,
    P.REGISTER_READ: """
        groups: find
        register: changes conditions people person
    """,
    P.REGISTER_CHANGE: """
        duplicates: compare find merge of_person pairs part undo
        register: add_tag change edit never_call note remove_tag
    """,
    P.REGISTER_ADD: """
        register: add save_added undo_adding
    """,
    P.REGISTER_IMPORT: """
        imports: apply ask_all ask_undo choose_columns choose_sheet columns conflicts decide drop imports row run
            settle settle_all undo unusable_csv upload
    """,
    P.REGISTER_EXPORT: """
        exports: export file log new take_out
    """,
    P.REGISTER_FIGURES: """
        register: figures
    """,
    P.PEOPLE_ERASE: """
        privacy: ask_leavers erase erase_leavers erase_now leavers switch
    """,
    P.SEARCHES_KEEP: """
        searches: build change copy create delete delete_for_good new search searches
    """,
    P.GROUPS_MANAGE: """
        groups: add_contact change close close_now contacts edit make new refer refer_now remove_contact reopen
    """,
    P.SIGNUP_MANAGE: """
        signup: change_link edit_link link links make_link new_link poster qr
    """,
    P.PAGES_WRITE: """
        courses: add_occasion add_page change change_occasion edit make move_page new new_occasion note_people
            occasion pages people remove remove_now remove_occasion remove_page
        editing: address ask_remove change_address edit hide keep_ours look_after make new newer owners page place
            publish put readers remove restore says_the_same share_out show_again show_to step still_right take
            take_newer targets to_look_after tree under versions write
        media: choose choose_new media medium remove remove_now rename upload
        resources: add add_category categories category change edit links move_category new new_one place put remove
            remove_category remove_now rename_category works
    """,
    P.FRONT_WRITE: """
        front: all_news arrange ask_remove_news drop_picture edit edit_news make_news new_news order picture_form
            remove_news show_picture undo words write_news write_words
        home: preview
    """,
    P.CONTACTS_CHANGE: """
        settings: change_contacts contacts undo
    """,
    P.WELCOME_WORK: """
        letters: drop_picture letter letter_came_back posted print_letter print_own_letter send_letter sign
            signature
        welcome: another_way board call case change_invitation close hand_over hand_over_many have_not_talked
            have_talked invitation invite invite_now leave_out leave_out_now note note_came pause quick refer
            refer_now reopen resume ring save_wishes step step_done tick undo wishes withdraw_invitation
    """,
    P.WELCOME_MANAGE: """
        letters: choose_signer edit_letter letters write_letter
        welcome: change_routine forget forget_now open_for routine
    """,
    P.WELCOME_FOLLOW_UP: """
        welcome: finish_follow_up follow_up keep_follow_up ring_follow_up
    """,
    P.WELCOME_FIGURES: """
        welcome: figures
    """,
    P.OUTBOX_READ: """
        messages: arrived came_back message outbox picture preview send_again
    """,
    P.BACKGROUND_READ: """
        background: job overview
    """,
    P.BACKGROUND_RUN: """
        background: run
    """,
    P.ROLES_GIVE: """
        accounts: give_roles roles roles_of
        factors: ask_reset reset
    """,
    P.SETTINGS_CHANGE: """
        settings: change_chapter change_hours change_languages change_look change_membership change_sessions changes
            chapter colour consent hours languages look membership sessions settings write_consent
        setup: again end mail mail_tested make_link skip step steps take test_mail
    """,
    P.READ_LOG_READ: """
        readlog: log seen
    """,
    P.RIGHTS_HANDLE: """
        rights: answer enter file_for let_them_read more_time queue request_page write_down
    """,
    P.RETENTION_READ: """
        retention: overview
    """,
    P.INSTALLATION_CHECK: """
        doctor: check overview
    """,
}
"""The views that take the same, feature by feature."""


def _named(text: str) -> list[str]:
    """Their endpoints: those that follow “calling:” are the calling feature's."""
    feature, found = "", []
    for word in text.split():
        if word.endswith(":"):
            feature = f"{word[:-1]}."
        else:
            found.append(feature + word)
    return found


VIEWS = {endpoint: need for need, text in REACHED.items() for endpoint in _named(text)}
