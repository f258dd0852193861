"""M1: mentor-match on a folder with mentees.csv and mentors.csv, by its own interface. Usage: mentor_match.py FOLDER"""
import operator
import pathlib
import sys

from matching import process
from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.rules.rule import Disqualify, Equivalent, Grade
from peer import serve

# Its persons carry grades as numbers and an `email`; making both of a form's columns is left to whoever calls it.
GRADES = ["AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4"]
folder = pathlib.Path(sys.argv[1])


def mapped(row, _name):
    return {**row, "email": row["email address"], "grade": str(GRADES.index(row["grade"]))}


def rules():
    return [
        Disqualify(lambda match: match.mentor.organisation == match.mentee.organisation),
        Grade(1, operator.eq, {True: 6, False: 0}),
        Grade(2, operator.eq, {True: 9, False: 0}),
        Equivalent("profession", {True: 4, False: 0}),
    ]


def run(_line):
    mentors = process.create_participant_list_from_path(Mentor, folder, mapped)
    mentees = process.create_participant_list_from_path(Mentee, folder, mapped)
    process.process_data(mentors, mentees, [rules()])
    pairs = [(mentor, mentee) for mentor in mentors for mentee in mentor.mentees]
    total = sum(
        {1: 6, 2: 9}.get(mentor.grade - mentee.grade, 0) + 4 * (mentor.profession == mentee.profession)
        for mentor, mentee in pairs
    )
    return {"total": total, "pairs": len(pairs)}


serve(run)
